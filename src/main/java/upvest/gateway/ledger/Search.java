package upvest.gateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds events and deliveries in the ledger, each by an index. Nothing it does holds up a delivery. */
public interface Search {
    /** In the place of a subscription, for deliveries whose events name none. */
    String NO_SUBSCRIPTION = "none";

    /**
     * One row, and how often it came again.
     *
     * @param duplicates how often the event came after the first time
     */
    record FoundEvent(Ledger.Entry entry, int duplicates) {}

    /** One attempt of a delivery that was answered 200. */
    record FoundDelivery(AcceptedDelivery delivery, int duplicates) {}

    /** The last event of a page: the next one begins behind it. */
    record Position(Instant receivedAt, UUID eventId) {
        /** Before every event that was received at this time or later. */
        public static Position before(Instant since) {
            return new Position(since.minusNanos(1000), new UUID(-1, -1));
        }
    }

    /**
     * What to find.
     *
     * @param after where the page begins
     * @param until the first moment that is too late
     * @param type an event type; null for all
     * @param channel name of a queue; null for all
     */
    record Wanted(Position after, Instant until, @Nullable String type, @Nullable String channel) {}

    /** The event, or nothing when the ledger does not know it. */
    List<FoundEvent> event(UUID id);

    /** The events that a delivery has entered, in the order of their creation. */
    List<FoundEvent> eventsOf(UUID delivery, int atMost);

    /** The attempts of a delivery that were answered 200: the first that could be, and copies that came later. */
    List<FoundDelivery> attempts(UUID delivery, int atMost);

    /** The events about an object, in the order in which they were received. */
    List<FoundEvent> about(String object, int atMost);

    /** A page of events, in the order in which they were received, then of their ids. */
    List<FoundEvent> find(Wanted wanted, int atMost);

    /** When the last delivery of each subscription was received; {@link #NO_SUBSCRIPTION} where no event names one. */
    SortedMap<String, Instant> lastAccepted(int atMost);
}

package upvest.gateway.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row per event ever accepted: what makes the gateway an Idempotent Receiver, and the answer to "did we get event X
 * and where did it go?". Holds no payload.
 *
 * <p>Each event is owned by the claim that entered it. A claim has its id from the intake and keeps it however often its
 * delivery is dispatched: rows of the same claim, left by an attempt that died, are its own; rows of another are
 * duplicates.
 */
public interface Ledger {
    /** In the place of a channel: a delivery that was kept whole and could be cut when it was replayed. */
    String CUT = "replayed";

    /**
     * One row.
     *
     * @param channel names of the queues it went to, separated by commas
     */
    record Entry(
            UUID eventId,
            UUID deliveryId,
            @Nullable String eventType,
            @Nullable String objectId,
            @Nullable Instant createdAt,
            Instant receivedAt,
            String channel) {
        Entry withChannel(String other) {
            return new Entry(eventId, deliveryId, eventType, objectId, createdAt, receivedAt, other);
        }

        Entry withoutObject() {
            return new Entry(eventId, deliveryId, eventType, null, createdAt, receivedAt, channel);
        }
    }

    /**
     * What one delivery enters.
     *
     * @param entries its new events
     * @param duplicates the events that were there before, each with how often the delivery brings it in vain
     */
    record Claim(AcceptedDelivery delivery, List<Entry> entries, Map<UUID, Integer> duplicates) {}

    /** Which of these events are known, each with the id of the claim that owns it. */
    Map<UUID, UUID> owners(Collection<UUID> events);

    /**
     * Enters deliveries and their events: all of them or, where another claim owns one of the events, none. They are on
     * the disk when this returns. What the same claims have entered before is replaced.
     *
     * @return the events that another claim owns; nothing was entered unless this is empty
     */
    Set<UUID> enter(List<Claim> claims);

    /**
     * Enters a replay of an event that is known: where it went this time. When the claim has no entry of the event, it was
     * a delivery kept whole that could be cut this time: its channel becomes {@link #CUT}, and what it brings is entered.
     *
     * @return as {@link #enter}
     */
    Set<UUID> replayed(UUID event, Claim claim);

    /** When the newest event was received; null when there is none. */
    @Nullable
    Instant newest();
}

package upvest.gateway.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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
     * @param channel names of the queues it went to, separated by commas; behind them, where an operator removed it
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

        /** Names of the queues it went to. */
        public List<String> channels() {
            return Stream.of(channel.split(","))
                    .filter(part -> !part.contains(" "))
                    .toList();
        }

        /** How an operator removed it from a queue, such as {@code purged by Ada at 2026-11-30T08:00:00Z}; null when not. */
        public @Nullable String removed(String queue) {
            return Stream.of(channel.split(","))
                    .filter(part -> part.startsWith(queue + " "))
                    .map(part -> part.substring(queue.length() + 1))
                    .reduce((earlier, last) -> last)
                    .orElse(null);
        }

        Entry withRemoved(String queue, String how) {
            return withChannel(channel + "," + queue + " " + how.replace(',', ' '));
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

    /** An event that was replayed, and where it went this time. */
    record ReplayedEvent(UUID event, Claim claim) {
        /** Where the event itself went; null when it was a delivery kept whole that could be cut. */
        @Nullable
        String channel() {
            return claim.entries().stream()
                    .filter(entry -> entry.eventId().equals(event))
                    .map(Entry::channel)
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * Enters replays of events that are known; nothing of one that has a conflict. When a claim has no entry of its event, it was a delivery kept
     * whole that could be cut this time: its channel becomes {@link #CUT}, and what it brings is entered.
     *
     * @return as {@link #enter}
     */
    Set<UUID> replayed(List<ReplayedEvent> again);

    /** When the newest event was received; null when there is none. */
    @Nullable
    Instant newest();
}

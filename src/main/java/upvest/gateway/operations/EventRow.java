package upvest.gateway.operations;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import upvest.gateway.delivery.Outcome;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.Search.FoundEvent;

/**
 * What the ledger knows of an event.
 *
 * @param delivery that has brought it first
 * @param webhook the subscription; null where it was not looked up
 * @param channel its queues, a comma between
 * @param outcome as in the metrics; {@code cut} of a delivery that was replayed in pieces
 * @param duplicates how often it came again
 * @param now where its messages are, a sentence each; null where it was not looked up
 */
public record EventRow(
        UUID id,
        @Nullable String type,
        @Nullable String object,
        @Nullable Instant created,
        Instant received,
        UUID delivery,
        @Nullable String webhook,
        String channel,
        String outcome,
        int duplicates,
        @Nullable List<String> now) {

    static EventRow of(FoundEvent event, @Nullable String webhook, @Nullable List<String> now) {
        Ledger.Entry entry = event.entry();
        return new EventRow(
                entry.eventId(),
                entry.eventType(),
                entry.objectId(),
                entry.createdAt(),
                entry.receivedAt(),
                entry.deliveryId(),
                webhook,
                String.join(",", entry.channels()),
                entry.channel().equals(Ledger.CUT)
                        ? "cut"
                        : Outcome.of(entry.channel()).label(),
                event.duplicates(),
                now);
    }
}

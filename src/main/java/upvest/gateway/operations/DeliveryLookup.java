package upvest.gateway.operations;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that was looked for: each time that it was answered 200, and the events that it has brought first. Both are
 * empty when the ledger does not know it.
 */
public record DeliveryLookup(List<Attempt> attempts, List<EventRow> events) {

    /** One time. */
    public record Attempt(Instant received, @Nullable String webhook, int events, int duplicates) {}
}

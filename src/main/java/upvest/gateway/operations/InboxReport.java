package upvest.gateway.operations;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.DispatchState;

/** How many deliveries wait in the inbox, since when and why: what was answered 200 and is not in the ledger yet. */
@Component
public final class InboxReport {
    private final Queues queues;
    private final DispatchState dispatch;

    InboxReport(Queues queues, DispatchState dispatch) {
        this.queues = queues;
        this.dispatch = dispatch;
    }

    /**
     * What waits in the inbox.
     *
     * @param waiting deliveries, those in a dispatcher's hands included; -1 when the broker cannot be asked
     * @param oldest when the first of them came; null where none waits
     * @param heldBecause what holds them up; null where nothing does
     */
    public record Inbox(
            long waiting, @Nullable Instant oldest, @Nullable String heldBecause, @Nullable Instant heldSince) {}

    Inbox now() {
        DispatchState.Held held = dispatch.held();
        long waiting = -1;
        Instant oldest = null;
        try {
            waiting = waiting();
            oldest = oldest();
        } catch (JmsException e) {
            waiting = -1; // the broker is away, which the status tells
        }
        return new Inbox(waiting, oldest, held == null ? null : held.why(), held == null ? null : held.since());
    }

    private @Nullable Instant oldest() {
        return queues.depths().entrySet().stream()
                .filter(queue ->
                        Queues.isInbox(queue.getKey()) && queue.getValue().messages() > 0)
                .map(Map.Entry::getKey)
                .map(queues::oldest)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private long waiting() {
        return queues.depths().entrySet().stream()
                .filter(queue -> Queues.isInbox(queue.getKey()))
                .mapToLong(queue -> queue.getValue().messages())
                .sum();
    }
}

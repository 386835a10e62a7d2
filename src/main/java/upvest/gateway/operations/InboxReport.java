package upvest.gateway.operations;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.DispatchState;

/** How many deliveries wait in the inbox, since when and why: what was answered 200 and is not in the ledger yet. */
@Component
final class InboxReport {
    private final Queues queues;
    private final DispatchState dispatch;

    InboxReport(Queues queues, DispatchState dispatch) {
        this.queues = queues;
        this.dispatch = dispatch;
    }

    /** Waiting, oldest where one waits, and heldBecause and heldSince where something holds them up. */
    Map<String, Object> now() {
        Map<String, Object> report = new LinkedHashMap<>();
        DispatchState.Held held = dispatch.held();
        try {
            report.put("waiting", waiting());
            queues.depths().entrySet().stream()
                    .filter(queue ->
                            Queues.isInbox(queue.getKey()) && queue.getValue().messages() > 0)
                    .map(Map.Entry::getKey)
                    .map(queues::oldest)
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .ifPresent(oldest -> report.put("oldest", oldest.toString()));
        } catch (JmsException e) {
            report.put("waiting", -1L);
        }
        if (held != null) {
            report.put("heldBecause", held.why());
            report.put("heldSince", held.since().toString());
        }
        return report;
    }

    /** Deliveries, those in a dispatcher's hands included. */
    long waiting() {
        return queues.depths().entrySet().stream()
                .filter(queue -> Queues.isInbox(queue.getKey()))
                .mapToLong(queue -> queue.getValue().messages())
                .sum();
    }
}

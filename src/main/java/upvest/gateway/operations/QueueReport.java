package upvest.gateway.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jms.JmsException;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;

/** What waits in the queues, for how long and, where something went wrong, why. */
final class QueueReport {
    private static final Set<String> SERVICE = ServiceChannel.queues();
    private static final int MOST_REASONS = 3;
    private static final Duration LONG = Duration.ofHours(1);

    private final Queues queues;
    private final Reasons reasons;
    private final Pause pause;
    private final Clock clock;

    QueueReport(Queues queues, Reasons reasons, Pause pause, Clock clock) {
        this.pause = pause;
        this.queues = queues;
        this.reasons = reasons;
        this.clock = clock;
    }

    /** @return why the broker cannot be asked; empty when it can */
    String look(
            Map<String, GatewayStatus.Channel> channels,
            Map<String, GatewayStatus.Failed> failed,
            List<String> attention) {
        try {
            for (Map.Entry<String, Queues.Depth> queue : queues.depths().entrySet()) {
                if (Queues.isInbox(queue.getKey()) && queue.getValue().messages() == 0) {
                    continue; // one for each subscription
                }
                channels.put(queue.getKey(), channel(queue.getKey(), queue.getValue(), attention));
                if (SERVICE.contains(queue.getKey())) {
                    failed.put(queue.getKey(), failed(queue.getKey(), queue.getValue(), attention));
                }
            }
            return "";
        } catch (JmsException e) {
            return "the broker cannot be asked: " + e.getMostSpecificCause().getMessage();
        }
    }

    private GatewayStatus.Channel channel(String queue, Queues.Depth depth, List<String> attention) {
        Instant oldest = depth.messages() > 0 ? queues.oldest(queue) : null;
        if (oldest != null
                && !SERVICE.contains(queue)
                && oldest.isBefore(clock.instant().minus(LONG))) {
            attention.add(queue + ": the first of " + depth.messages() + " messages has waited since " + oldest
                    + (depth.consumers() == 0 ? "; nobody reads the queue" : ""));
        }
        if (depth.paused()) {
            String told = pause.told(Queues.channel(queue));
            attention.add(queue + " is " + (told.isEmpty() ? "paused at the broker" : told));
        }
        return new GatewayStatus.Channel(
                depth.messages(), depth.delivering(), depth.consumers(), depth.paused(), oldest);
    }

    private GatewayStatus.Failed failed(String queue, Queues.Depth depth, List<String> attention) {
        Map<String, Long> why = new LinkedHashMap<>();
        reasons.groups(queue, depth).stream()
                .limit(MOST_REASONS)
                .forEach(group -> why.merge(group.reason(), group.messages(), Long::sum));
        if (depth.messages() > 0) {
            attention.add(queue + " holds " + depth.messages() + (depth.messages() == 1 ? " message" : " messages"));
        }
        return new GatewayStatus.Failed(depth.messages(), why);
    }
}

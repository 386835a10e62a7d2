package upvest.gateway.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jms.JmsException;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import upvest.gateway.broker.Queues;

/**
 * {@code /actuator/minutes}: what went through in the last hour. Once a minute the sums since the start are noted, so that whoever reads compares two
 * of them. In memory only; Prometheus remembers longer.
 */
@Component
@Endpoint(id = "minutes")
public final class Minutes {
    private static final int KEPT = 60;

    private final MeterRegistry registry;
    private final Queues queues;
    private final Clock clock;
    private final Deque<Sums> noted = new ArrayDeque<>();

    Minutes(MeterRegistry registry, Queues queues, Clock clock) {
        this.registry = registry;
        this.queues = queues;
        this.clock = clock;
    }

    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.MINUTES)
    void note() {
        Sums sums = sums();
        synchronized (noted) {
            noted.add(sums);
            if (noted.size() > KEPT) {
                noted.remove();
            }
        }
    }

    /**
     * Since the start, up to one moment.
     *
     * @param accepted deliveries, and so refused
     * @param timed how many deliveries were timed, and their seconds to the 200
     * @param queues by name: how many messages there are, and how many were consumed
     */
    public record Sums(
            Instant at,
            long accepted,
            long refused,
            long events,
            long setAside,
            long timed,
            double seconds,
            Map<String, List<Long>> queues) {}

    /** The sums, the oldest first, and last those of now. */
    @ReadOperation
    @ManagedOperation(
            description =
                    "Sums since the start, one for each of the last 60 minutes and those of now: deliveries accepted"
                            + " and refused, events, those set aside, how many were timed and their seconds to the 200; by queue"
                            + " messages and how many were consumed")
    List<Sums> minutes() {
        List<Sums> all;
        synchronized (noted) {
            all = new ArrayList<>(noted);
        }
        all.add(sums());
        return all;
    }

    private Sums sums() {
        Timer answered = registry.find("upvest.delivery.time").timer();
        return new Sums(
                clock.instant(),
                sum("upvest.deliveries", "answer", "200"::equals),
                sum("upvest.deliveries", "answer", answer -> !answer.equals("200")),
                sum("upvest.events.received", "", any -> true),
                sum("upvest.events", "outcome", List.of("invalid", "dead", "unknown")::contains),
                answered == null ? 0 : answered.count(),
                answered == null ? 0 : answered.totalTime(TimeUnit.SECONDS),
                depths());
    }

    private Map<String, List<Long>> depths() {
        Map<String, List<Long>> depths = new TreeMap<>();
        try {
            queues.depths()
                    .forEach((queue, depth) -> depths.put(queue, List.of(depth.messages(), depth.acknowledged())));
        } catch (JmsException e) {
            depths.clear(); // the broker is away, which the status tells
        }
        return depths;
    }

    private long sum(String name, String tag, Predicate<String> wanted) {
        return (long) registry.find(name).counters().stream()
                .filter(counter -> tag.isEmpty()
                        || wanted.test(String.valueOf(counter.getId().getTag(tag))))
                .mapToDouble(Counter::count)
                .sum();
    }
}

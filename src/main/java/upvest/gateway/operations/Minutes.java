package upvest.gateway.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;
import upvest.gateway.Background;
import upvest.gateway.broker.Queues;

/**
 * What went through in the last hour: once a minute the sums since the start are noted, so that whoever reads compares two
 * of them. In memory only; Prometheus remembers longer.
 */
@Component
final class Minutes implements AutoCloseable {
    private static final int KEPT = 60;

    private final MeterRegistry registry;
    private final Queues queues;
    private final Clock clock;
    private final Deque<Map<String, Object>> noted = new ArrayDeque<>();
    private final ScheduledExecutorService worker = Background.worker("minutes");

    Minutes(MeterRegistry registry, Queues queues, Clock clock) {
        this.registry = registry;
        this.queues = queues;
        this.clock = clock;
    }

    @EventListener
    void start(ApplicationReadyEvent event) {
        var unused = worker.scheduleAtFixedRate(this::note, 0, 1, TimeUnit.MINUTES);
    }

    private void note() {
        Map<String, Object> sums = sums();
        synchronized (noted) {
            noted.add(sums);
            if (noted.size() > KEPT) {
                noted.remove();
            }
        }
    }

    /** The sums, the oldest first, and last those of now. */
    List<Map<String, Object>> all() {
        List<Map<String, Object>> all;
        synchronized (noted) {
            all = new ArrayList<>(noted);
        }
        all.add(sums());
        return all;
    }

    private Map<String, Object> sums() {
        Map<String, Object> sums = new LinkedHashMap<>();
        sums.put("at", clock.instant().toString());
        sums.put("accepted", sum("upvest.deliveries", "answer", "200"::equals));
        sums.put("refused", sum("upvest.deliveries", "answer", answer -> !answer.equals("200")));
        sums.put("events", sum("upvest.events.received", "", any -> true));
        sums.put("setAside", sum("upvest.events", "outcome", List.of("invalid", "dead", "unknown")::contains));
        Timer answered = registry.find("upvest.delivery.time").timer();
        sums.put("timed", answered == null ? 0 : answered.count());
        sums.put("seconds", answered == null ? 0.0 : answered.totalTime(TimeUnit.SECONDS));
        Map<String, List<Long>> depths = new TreeMap<>();
        try {
            queues.depths()
                    .forEach((queue, depth) -> depths.put(queue, List.of(depth.messages(), depth.acknowledged())));
        } catch (JmsException e) {
            depths.clear(); // the broker is away, which the status tells
        }
        sums.put("queues", depths);
        return sums;
    }

    private long sum(String name, String tag, Predicate<String> wanted) {
        return (long) registry.find(name).counters().stream()
                .filter(counter -> tag.isEmpty()
                        || wanted.test(String.valueOf(counter.getId().getTag(tag))))
                .mapToDouble(Counter::count)
                .sum();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}

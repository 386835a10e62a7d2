package upvest.gateway.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts events once their delivery is dispatched: {@code upvest.events.received} and {@code upvest.events} by type and
 * outcome. The outcomes add up to the received. Types are those that the contract lists; the rest are {@code other}: the
 * sender must not choose how many labels there are. Counts as well what the contract does not know of the events.
 */
final class EventCounters {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.deliveries");
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final Drift drift;
    private final Counter received;
    private final Map<String, Counter[]> types = new HashMap<>();
    private final Counter[] other;

    EventCounters(MeterRegistry registry, Drift drift) {
        this.drift = drift;
        received = Counter.builder("upvest.events.received")
                .description("Events in deliveries that were dispatched")
                .register(registry);
        drift.types().forEach(type -> types.put(type, outcomes(type, registry)));
        other = outcomes("other", registry);
    }

    /** All of them from the start: a counter that begins with 1 has not grown for Prometheus. */
    private static Counter[] outcomes(String type, MeterRegistry registry) {
        Counter[] counters = new Counter[OUTCOMES.length];
        for (Outcome outcome : OUTCOMES) {
            counters[outcome.ordinal()] = Counter.builder("upvest.events")
                    .description("Events by type and by where they ended")
                    .tag("type", type)
                    .tag("outcome", outcome.label())
                    .register(registry);
        }
        return counters;
    }

    void count(Dispatched delivery) {
        List<Event> events = delivery.events();
        List<Outcome> ended = delivery.outcomes();
        received.increment(events.size());
        int[] sums = new int[OUTCOMES.length];
        for (int i = 0; i < events.size(); i++) {
            int outcome = ended.get(i).ordinal();
            counters(events.get(i).type())[outcome].increment();
            sums[outcome]++;
        }
        log(delivery.delivery(), events.size(), sums);
        delivery.valid().forEach(event -> drift.count(event.type(), event.newFields()));
    }

    private Counter[] counters(@Nullable String type) {
        return type == null ? other : Objects.requireNonNullElse(types.get(type), other);
    }

    private static void log(Delivery delivery, int events, int[] sums) {
        var line = LOG.atInfo().addKeyValue("delivery", delivery.id()).addKeyValue("events", events);
        for (Outcome outcome : OUTCOMES) {
            if (sums[outcome.ordinal()] > 0) {
                line = line.addKeyValue(outcome.label(), sums[outcome.ordinal()]);
            }
        }
        line.log("delivery dispatched");
    }
}

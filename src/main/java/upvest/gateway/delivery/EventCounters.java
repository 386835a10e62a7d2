package upvest.gateway.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.contract.Drift;

/**
 * Counts events once their delivery is durable: {@code upvest.events.received} and {@code upvest.events} by outcome. The
 * outcomes add up to the received. Counts as well what the contract does not know of them.
 */
final class EventCounters {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.deliveries");

    private final Drift drift;
    private final Counter received;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

    EventCounters(MeterRegistry registry, Drift drift) {
        this.drift = drift;
        received = Counter.builder("upvest.events.received")
                .description("Events in deliveries answered 200")
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("upvest.events")
                            .description("Events by where they ended")
                            .tag("outcome", outcome.label())
                            .register(registry));
        }
    }

    void count(Delivery delivery, Map<Outcome, Integer> ended, Collection<Event> drifted) {
        received.increment(delivery.events().size());
        var line = LOG.atInfo()
                .addKeyValue("delivery", delivery.id())
                .addKeyValue("events", delivery.events().size());
        for (Map.Entry<Outcome, Integer> entry : ended.entrySet()) {
            Objects.requireNonNull(outcomes.get(entry.getKey())).increment(entry.getValue());
            line = line.addKeyValue(entry.getKey().label(), entry.getValue());
        }
        line.log("delivery accepted");
        drifted.forEach(event -> drift.count(event.type(), event.newFields()));
    }
}

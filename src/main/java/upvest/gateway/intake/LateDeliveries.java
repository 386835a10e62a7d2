package upvest.gateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Genuine deliveries that come after the end of their signature. They are taken like any other and told: after an outage
 * they are Upvest's retries, at other times somebody may be sending captured requests again.
 */
public final class LateDeliveries {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.deliveries");

    private final Clock clock;
    private final Counter counter;
    private @Nullable Late last;

    LateDeliveries(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        this.counter = Counter.builder("upvest.late.deliveries")
                .description("Genuine deliveries that came after the end of their signature")
                .register(registry);
    }

    /**
     * The late deliveries since the start.
     *
     * @param at when the last one came
     * @param age of its signature
     */
    public record Late(long times, Instant at, Duration age) {}

    synchronized void add(Verified verified) {
        counter.increment();
        last = new Late(last == null ? 1 : last.times() + 1, clock.instant(), verified.age());
        LOG.atInfo()
                .addKeyValue("signed", verified.created())
                .addKeyValue("age", verified.age())
                .log("delivery is late, its signature has expired; it is taken");
    }

    /** Null when there was none. */
    public synchronized @Nullable Late last() {
        return last;
    }
}

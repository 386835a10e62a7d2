package upvest.gateway.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How long deliveries take to their 200, and for what. A delivery runs on one thread, which says when a phase begins
 * ({@link #enter}); a phase may come again, as checking and routing do with each event. Recorded once for each delivery.
 */
@Component
public final class DeliveryTime {
    private static final ThreadLocal<@Nullable Laps> CURRENT = new ThreadLocal<>();
    private static final Duration[] BUCKETS = Arrays.stream(
                    new long[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000})
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer whole;
    private final Map<Phase, Timer> phases = new EnumMap<>(Phase.class);

    /** What a delivery's time is spent on, in the order in which the phases are entered first. */
    public enum Phase {
        /** The signature. */
        VERIFY,
        /** Cutting the body into events; the envelope and each event against the contract; what was seen before. */
        VALIDATE,
        /** The domain routes. */
        ROUTE,
        /** Entering the events into the ledger. */
        CLAIM,
        /** Handing the messages to the broker. */
        SEND,
        /** The broker's commit, then the ledger's. */
        COMMIT
    }

    DeliveryTime(MeterRegistry registry) {
        whole = Timer.builder("upvest.delivery.time")
                .description("From a delivery's last byte to its 200")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        for (Phase phase : Phase.values()) {
            phases.put(
                    phase,
                    Timer.builder("upvest.delivery.phase")
                            .description("Parts of the time to 200")
                            .tag("phase", phase.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
    }

    /** The delivery that this thread is about to carry begins with its signature. */
    public void start() {
        CURRENT.set(new Laps());
    }

    /** The delivery has got its 200. */
    public void accepted() {
        Laps laps = CURRENT.get();
        if (laps != null) {
            laps.enter(Phase.COMMIT);
            whole.record(Duration.ofNanos(laps.since - laps.begun));
            phases.forEach((phase, timer) -> timer.record(Duration.ofNanos(laps.spent[phase.ordinal()])));
        }
    }

    /** This thread carries no delivery any more. */
    public void end() {
        CURRENT.remove();
    }

    /** What this thread does from now on is this phase. Cheap enough for each event. */
    static void enter(Phase phase) {
        Laps laps = CURRENT.get();
        if (laps != null) { // a trial of the routes is not timed
            laps.enter(phase);
        }
    }

    private static final class Laps {
        private final long[] spent = new long[Phase.values().length];
        private final long begun = System.nanoTime();
        private long since = begun;
        private Phase phase = Phase.VERIFY;

        void enter(Phase next) {
            long now = System.nanoTime();
            spent[phase.ordinal()] += now - since;
            since = now;
            phase = Objects.requireNonNull(next);
        }
    }
}

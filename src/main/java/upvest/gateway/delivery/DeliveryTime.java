package upvest.gateway.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How long deliveries take to their 200 and to their queues, and for what. A thread that works on deliveries says when a
 * phase begins ({@link #enter}); a phase may come again, as checking and routing do with each event. Recorded once for
 * each request, and once for each transaction of a dispatcher.
 */
@Component
public final class DeliveryTime {
    private static final ThreadLocal<@Nullable Laps> CURRENT = new ThreadLocal<>();
    private static final Duration[] BUCKETS = Arrays.stream(
                    new long[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000})
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer whole;
    private final Timer dispatch;
    private final Clock clock;
    private final Map<Phase, Timer> phases = new EnumMap<>(Phase.class);

    /** What the time is spent on: the first two by the intake, the others by a dispatcher. */
    public enum Phase {
        /** The signature; the time in which the body arrives counts for nothing. */
        VERIFY,
        /** The inbox: the broker has the delivery on its disk. */
        STORE,
        /** Cutting the bodies into events; the envelope and each event against the contract; what was seen before. */
        VALIDATE,
        /** The domain routes. */
        ROUTE,
        /** Handing the messages to the broker. */
        SEND,
        /** Entering the events into the ledger, until they are on its disk. */
        CLAIM,
        /** The broker's commit. */
        COMMIT
    }

    private static final Set<Phase> OF_INTAKE = EnumSet.of(Phase.VERIFY, Phase.STORE);
    private static final Set<Phase> OF_DISPATCH = EnumSet.complementOf(EnumSet.of(Phase.VERIFY, Phase.STORE));

    DeliveryTime(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        whole = timer(registry, "upvest.delivery.time", "From a delivery's last byte to its 200", Tags.empty());
        dispatch = timer(registry, "upvest.delivery.dispatch", "From a delivery's arrival to its queues", Tags.empty());
        for (Phase phase : Phase.values()) {
            Tags tag = Tags.of("phase", phase.name().toLowerCase(Locale.ROOT));
            phases.put(phase, timer(registry, "upvest.delivery.phase", "Parts of these times", tag));
        }
    }

    private static Timer timer(MeterRegistry registry, String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** This thread begins to work on deliveries, with this phase. */
    public void start(Phase phase) {
        CURRENT.set(new Laps(phase));
    }

    /** The delivery has got its 200. */
    public void accepted() {
        Laps laps = CURRENT.get();
        if (laps != null) {
            laps.enter(Phase.STORE);
            record(laps, OF_INTAKE);
            whole.record(laps.spent(Phase.VERIFY).plus(laps.spent(Phase.STORE)));
        }
    }

    /** Deliveries that arrived at these times are on their queues. */
    void dispatched(List<Instant> received) {
        Laps laps = CURRENT.get();
        if (laps != null) {
            laps.enter(Phase.COMMIT);
            record(laps, OF_DISPATCH);
        }
        Instant now = clock.instant();
        received.forEach(time -> dispatch.record(Duration.between(time, now)));
    }

    private void record(Laps laps, Set<Phase> which) {
        which.forEach(phase -> timer(phase).record(laps.spent(phase)));
    }

    private Timer timer(Phase phase) {
        return Objects.requireNonNull(phases.get(phase));
    }

    /** This thread works on no delivery any more. */
    public void end() {
        CURRENT.remove();
    }

    /** What this thread does from now on is this phase. Cheap enough for each event. */
    public static void enter(Phase phase) {
        Laps laps = CURRENT.get();
        if (laps != null) { // a trial of the routes is not timed
            laps.enter(phase);
        }
    }

    /** What this thread does from now on, such as waiting for a body, counts for nothing. */
    public static void pause() {
        Laps laps = CURRENT.get();
        if (laps != null) {
            laps.enter(null);
        }
    }

    private static final class Laps {
        private final long[] spent = new long[Phase.values().length];
        private long since = System.nanoTime();
        private @Nullable Phase phase;

        Laps(Phase first) {
            phase = first;
        }

        void enter(@Nullable Phase next) {
            long now = System.nanoTime();
            if (phase != null) {
                spent[phase.ordinal()] += now - since;
            }
            since = now;
            phase = next;
        }

        Duration spent(Phase of) {
            return Duration.ofNanos(spent[of.ordinal()]);
        }
    }
}

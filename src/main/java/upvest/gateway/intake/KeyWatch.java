package upvest.gateway.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the trusted keys again once an hour, and after a failure sooner: after 2 s, 4 s ... 5 min. Tells how old they are
 * and when they or their server's certificate end.
 */
final class KeyWatch {
    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final TrustedKeys keys;
    private Duration pause = FIRST_RETRY;

    KeyWatch(TrustedKeys keys, MeterRegistry registry) {
        this.keys = keys;
        Gauge.builder("upvest.keys", keys, TrustedKeys::size)
                .description("Keys that may sign deliveries")
                .register(registry);
        time(registry, "upvest.keys.read", "When the keys were last read, Unix time", KeyState::read);
        time(registry, "upvest.keys.expire", "When the first key ends, Unix time", now -> now.set()
                .expires());
        time(
                registry,
                "upvest.keys.server.expires",
                "When the certificate of the keys' https server ends, Unix time",
                KeyState::serverExpires);
        again();
    }

    private void read() {
        keys.read();
        again();
    }

    private void again() {
        Duration wait = EVERY;
        if (keys.now().failure().isEmpty()) {
            pause = FIRST_RETRY;
        } else {
            wait = pause;
            pause = pause.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? pause.multipliedBy(2) : LONGEST_RETRY;
        }
        try {
            var unused = keys.reader().schedule(this::read, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway stops", e);
        }
    }

    private void time(
            MeterRegistry registry, String name, String description, Function<KeyState, @Nullable Instant> time) {
        Gauge.builder(name, keys, of -> seconds(time.apply(of.now())))
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }

    /** Not a number where there is no such time. */
    private static double seconds(@Nullable Instant time) {
        return time == null ? Double.NaN : time.getEpochSecond();
    }
}

package upvest.gateway.signature;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import upvest.gateway.Background;

/** Reads the trusted keys again once an hour, and tells how old they are and when they or their server's certificate end. */
final class KeyWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofHours(1);

    private final ScheduledExecutorService worker = Background.worker("trusted-keys");

    KeyWatch(TrustedKeys keys, MeterRegistry registry) {
        Gauge.builder("upvest.keys", keys, TrustedKeys::size)
                .description("Keys that may sign deliveries")
                .register(registry);
        time(registry, keys, "upvest.keys.read", "When the keys were last read, Unix time", TrustedKeys::read);
        time(registry, keys, "upvest.keys.expire", "When the first key ends, Unix time", TrustedKeys::expire);
        time(
                registry,
                keys,
                "upvest.keys.server.expires",
                "When the certificate of the keys' https server ends, Unix time",
                TrustedKeys::serverExpires);
        var unused =
                worker.scheduleWithFixedDelay(keys::refresh, EVERY.toMinutes(), EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    private static void time(
            MeterRegistry registry,
            TrustedKeys keys,
            String name,
            String description,
            Function<TrustedKeys, @Nullable Instant> time) {
        Gauge.builder(name, keys, of -> seconds(time.apply(of)))
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }

    /** Not a number where there is no such time. */
    private static double seconds(@Nullable Instant time) {
        return time == null ? Double.NaN : time.getEpochSecond();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}

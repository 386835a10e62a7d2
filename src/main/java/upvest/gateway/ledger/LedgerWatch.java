package upvest.gateway.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import upvest.gateway.Background;

/** How large the ledger is and how new, asked now and then on a thread of its own; not a number while it does not answer. */
final class LedgerWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final LedgerSize size;
    private final ScheduledExecutorService worker = Background.worker("ledger-watch");
    private volatile Told told = Told.NOTHING;

    private record Told(double events, double newest, double bytes) {
        private static final Told NOTHING = new Told(Double.NaN, Double.NaN, Double.NaN);
    }

    LedgerWatch(Ledger ledger, LedgerSize size, MeterRegistry registry) {
        this.ledger = ledger;
        this.size = size;
        gauge(registry, "upvest.ledger.events", "Events in the ledger", null, Told::events);
        gauge(
                registry,
                "upvest.ledger.newest",
                "When the newest event was received, Unix time",
                "seconds",
                Told::newest);
        gauge(registry, "upvest.ledger.size", "Size of the ledger on disk", "bytes", Told::bytes);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            @Nullable String unit,
            ToDoubleFunction<Told> value) {
        Gauge.builder(name, this, watch -> value.applyAsDouble(watch.told))
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    @EventListener
    void start(ApplicationReadyEvent event) {
        var unused = worker.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            LedgerSize.Size now = size.now();
            Instant newest = ledger.newest();
            told = new Told(
                    Math.max(0, now.rows()), newest == null ? Double.NaN : newest.getEpochSecond(), now.bytes());
        } catch (DataAccessException e) { // asked again soon; what is thrown on would be the last time
            told = Told.NOTHING;
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}

package upvest.gateway.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/** How large the ledger is and how new, asked now and then; not a number while it does not answer. */
final class LedgerWatch {
    private final Ledger ledger;
    private final LedgerSize size;
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

    @Scheduled(fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
    void look() {
        try {
            LedgerSize.Size now = size.now();
            Instant newest = ledger.newest();
            told = new Told(
                    Math.max(0, now.rows()), newest == null ? Double.NaN : newest.getEpochSecond(), now.bytes());
        } catch (DataAccessException e) { // asked again soon
            told = Told.NOTHING;
        }
    }
}

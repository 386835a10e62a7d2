package upvest.gateway.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import upvest.gateway.Background;

/**
 * Forgets events and deliveries that are older than the retention, counted back from the newest one, or from now if that is earlier: a
 * clock that is wrong deletes nothing, unless deliveries are taken while it is. Works in small steps and rests as long as it works, so that deliveries go on. Two
 * gateways may do it at the same time.
 */
final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int STEP = 1000;

    private final Ledger ledger;
    private final AcceptedDeliveries deliveries;
    private final Clock clock;
    private final Duration retention;
    private final Counter deleted;
    private final ScheduledExecutorService worker = Background.worker("ledger-retention");

    Retention(Ledger ledger, AcceptedDeliveries deliveries, Clock clock, Duration retention, MeterRegistry registry) {
        this.ledger = ledger;
        this.deliveries = deliveries;
        this.clock = clock;
        this.retention = retention;
        this.deleted = registry.counter("upvest.ledger.deleted");
    }

    @EventListener
    void start(ApplicationReadyEvent event) {
        if (!retention.isZero()) {
            var unused = worker.scheduleWithFixedDelay(this::run, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void run() {
        try {
            Instant newest = ledger.newest();
            if (newest != null) {
                Instant now = clock.instant();
                forget((newest.isBefore(now) ? newest : now).minus(retention));
            }
        } catch (DataAccessException e) { // tried again in an hour
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("old events could not be deleted from the ledger");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget(Instant before) throws InterruptedException {
        long events = inSteps(() -> {
            int step = ledger.forget(before, STEP);
            deleted.increment(step);
            return step;
        });
        inSteps(() -> deliveries.forget(before, STEP));
        if (events > 0) {
            LOG.atInfo()
                    .addKeyValue("events", events)
                    .addKeyValue("before", before)
                    .log("old events deleted from the ledger");
        }
    }

    /** @return how many rows were deleted, in all */
    private static long inSteps(IntSupplier deletion) throws InterruptedException {
        long rows = 0;
        for (int step = STEP; step == STEP; ) {
            long start = System.nanoTime();
            step = deletion.getAsInt();
            rows += step;
            TimeUnit.NANOSECONDS.sleep(System.nanoTime() - start);
        }
        return rows;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}

package upvest.gateway.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import upvest.gateway.Background;

/**
 * Forgets events and deliveries that are older than the retention, counted back from the newest one, from now, or from the
 * newest time that the sender has signed, whichever is the earliest: a clock that is wrong deletes nothing, unless
 * deliveries without signatures are taken while it is. Works in small steps and rests as long as it works, so that
 * deliveries go on. Two gateways may do it at the same time.
 */
final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofHours(1);
    /** The ledger is away, somebody holds a row, or the first delivery since the start is not entered yet. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofSeconds(1); // no delivery has come yet
    /**
     * A delivery whose signature was young enough is entered before the rows that recognise it go: so long after it has
     * left the inbox.
     */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final int STEP = 1000;

    private final Ledger ledger;
    private final OldestRows events;
    private final OldestRows deliveries;
    private final Clock clock;
    private final SenderClock sender;
    private final DoubleSupplier waiting;
    private final Duration retention;
    private final Counter deleted;
    private final ScheduledExecutorService worker = Background.worker("ledger-retention");
    private volatile Instant started = Instant.MAX;

    /** @param waiting age of the oldest delivery in the inbox, seconds; not a number while that is not known */
    Retention(
            Ledger ledger,
            OldestRows events,
            OldestRows deliveries,
            Clock clock,
            SenderClock sender,
            DoubleSupplier waiting,
            Duration retention,
            MeterRegistry registry) {
        this.ledger = ledger;
        this.events = events;
        this.deliveries = deliveries;
        this.clock = clock;
        this.sender = sender;
        this.waiting = waiting;
        this.retention = retention;
        this.deleted = registry.counter("upvest.ledger.deleted");
    }

    @EventListener
    void start(ApplicationReadyEvent event) {
        if (!retention.isZero()) {
            started = clock.instant();
            runIn(Duration.ZERO);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private void runIn(Duration rest) {
        worker.schedule(this::run, rest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        Duration rest = AGAIN;
        try {
            double age = waiting.getAsDouble();
            Instant now = Double.isNaN(age) ? null : sender.atMost(clock.instant());
            Instant newest = now == null ? null : ledger.newest();
            if (now != null && newest != null) {
                Duration longest = GRACE.plusSeconds((long) Math.ceil(age));
                forget((newest.isBefore(now) ? newest : now).minus(retention).minus(longest));
            }
            boolean entered = newest != null && !newest.isBefore(started);
            rest = now == null ? SOON : entered ? EVERY : AGAIN;
        } catch (DataAccessException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .addKeyValue("again", rest)
                    .log("old events could not be deleted from the ledger");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            runIn(rest); // refused when it is closed
        }
    }

    private void forget(Instant before) throws InterruptedException {
        long forgotten = inSteps(() -> {
            OldestRows.Step step = events.delete(before, STEP);
            deleted.increment(step.rows());
            return step;
        });
        inSteps(() -> deliveries.delete(before, STEP));
        if (forgotten > 0) {
            LOG.atInfo()
                    .addKeyValue("events", forgotten)
                    .addKeyValue("before", before)
                    .log("old events deleted from the ledger");
        }
    }

    /** @return how many rows were deleted, in all */
    private static long inSteps(Supplier<OldestRows.Step> deletion) throws InterruptedException {
        long rows = 0;
        for (boolean more = true; more; ) {
            long start = System.nanoTime();
            OldestRows.Step step = deletion.get();
            rows += step.rows();
            more = step.more();
            TimeUnit.NANOSECONDS.sleep(System.nanoTime() - start);
        }
        return rows;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}

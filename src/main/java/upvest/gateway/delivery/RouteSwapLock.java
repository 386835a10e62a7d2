package upvest.gateway.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The moment in which routes are swapped: no delivery is inside them. Deliveries do not exclude each other; one that comes
 * in that moment waits for its end. So all events of a delivery take the same routes.
 */
public final class RouteSwapLock {
    /** More than can ever be inside. */
    private static final int ALL = 1 << 20;

    /**
     * Fair: whoever comes while a swap waits comes after it, else a busy gateway would never be still. Not bound to threads:
     * whoever gives up a thread that hangs in a route ends its passage for it.
     */
    private final Semaphore places = new Semaphore(ALL, true);

    /** A step of a swap. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    /** Something is inside the routes, until it is closed by whatever thread. */
    public final class Passage implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();

        private Passage(boolean inTurn) {
            if (inTurn || !places.tryAcquire()) {
                places.acquireUninterruptibly();
            }
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                places.release();
            }
        }
    }

    /** Enters the routes; not for a thread that is inside already. */
    public Passage enter() {
        return new Passage(true);
    }

    /** The same for as long as something takes. */
    public <T> T move(Supplier<T> delivery) {
        try (Passage passage = enter()) {
            return delivery.get();
        }
    }

    /** Something short that asks what runs: it waits for the end of a swap, not for a swap that waits itself. */
    public <T> T look(Supplier<T> question) {
        try (Passage passage = new Passage(false)) {
            return question.get();
        }
    }

    /**
     * Runs the step when no delivery is on its way.
     *
     * @throws TimeoutException when deliveries did not come to an end in this time; nothing was run
     */
    public void whenStill(Duration patience, Step step) throws Exception {
        if (!places.tryAcquire(ALL, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException(
                    "deliveries take too long, no moment without one in " + patience.toSeconds() + " s");
        }
        try {
            step.run();
        } finally {
            places.release(ALL);
        }
    }
}

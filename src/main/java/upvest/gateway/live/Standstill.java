package upvest.gateway.live;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The moment in which routes are swapped: no delivery is inside them. Deliveries do not exclude each other; one that comes
 * in that moment waits for its end. So all events of a delivery take the same routes.
 */
public final class Standstill {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** A step of a swap. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Takes a delivery through the routes. */
    public <T> T move(Supplier<T> delivery) {
        lock.readLock().lock();
        try {
            return delivery.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Runs the step when no delivery is on its way.
     *
     * @throws TimeoutException when deliveries did not come to an end in this time; nothing was run
     */
    void whenStill(Duration patience, Step step) throws Exception {
        if (!lock.writeLock().tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException(
                    "deliveries take too long, no moment without one in " + patience.toSeconds() + " s");
        }
        try {
            step.run();
        } finally {
            lock.writeLock().unlock();
        }
    }
}

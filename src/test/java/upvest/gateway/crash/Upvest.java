package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntFunction;

/** The sender: several subscriptions that deliver at the same time, without a pause while all goes well. */
final class Upvest implements AutoCloseable {
    private static final int SUBSCRIPTIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final IntFunction<URI> addresses;
    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean goesOn = true;
    private long lastAccepted = System.nanoTime();
    private long longest;

    /** @param addresses where the n-th attempt goes; null while nobody is there */
    Upvest(IntFunction<URI> addresses, long seed) throws IOException {
        this.addresses = addresses;
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            Subscription subscription =
                    new Subscription(this, new Mix(new Random(seed + i)), new Random(~seed + i), turns.readLock());
            subscriptions.add(subscription);
            Thread thread = new Thread(subscription, "subscription-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Waits until so many more deliveries are accepted. */
    void awaitAccepted(int more) {
        long until = accepted.get() + more;
        await("deliveries are accepted")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .failFast(
                        "a subscription failed", () -> assertThat(failure.get()).isNull())
                .until(() -> accepted.get() >= until);
    }

    /** Everything that was sent is answered 200; nothing is sent until {@link #resume}. */
    void pause() throws InterruptedException {
        assertThat(turns.writeLock().tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("every delivery is accepted in the end: " + this)
                .isTrue();
        assertThat(failure.get()).isNull();
    }

    void resume() {
        if (turns.isWriteLockedByCurrentThread()) {
            synchronized (this) {
                lastAccepted = System.nanoTime();
            }
            turns.writeLock().unlock();
        }
    }

    /** For each subscription what it sent since the last time. Only while paused. */
    List<List<Event>> takeSent() {
        return subscriptions.stream().map(Subscription::takeSent).toList();
    }

    boolean goesOn() {
        return goesOn;
    }

    URI address(int attempt) {
        return addresses.apply(attempt == 0 ? turn.get() : turn.incrementAndGet());
    }

    void answered(boolean accepts) {
        (accepts ? accepted : refused).incrementAndGet();
        if (accepts) {
            measure();
        }
        turn.incrementAndGet();
    }

    private synchronized void measure() {
        long now = System.nanoTime();
        longest = Math.max(longest, now - lastAccepted);
        lastAccepted = now;
    }

    void unanswered() {
        unanswered.incrementAndGet();
    }

    void failed(Throwable by) {
        if (goesOn) {
            failure.compareAndSet(null, by);
            goesOn = false;
        }
    }

    /** How many attempts were not answered at all. */
    long withoutAnswer() {
        return unanswered.get();
    }

    @Override
    public synchronized String toString() {
        return accepted + " deliveries accepted, " + refused + " answered 503, " + unanswered + " not answered, "
                + TimeUnit.NANOSECONDS.toMillis(longest) + " ms without a 200 at the longest";
    }

    @Override
    public void close() throws InterruptedException {
        goesOn = false;
        resume();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}

package upvest.gateway.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * How long one event may take in its route. A thread that waits there for too long is interrupted, and the event is dead.
 * One that does not even end then is {@link #stuck}: the thread is given up, and the event does not enter a route again.
 */
final class EventLimit {
    /**
     * Where an event is that does not end.
     *
     * @param told for a person: {@code no end in 30 s, at the step x of the route y}
     * @param route the id of that route; null when it is in none
     */
    record Hang(String told, @Nullable String route) {}

    private final Thread thread = Thread.currentThread();
    private final Duration longest;
    private final Map<UUID, Hang> givenUp;
    private @Nullable Exchange exchange;
    private UUID event = new UUID(0, 0);
    private long since;
    private boolean interrupted;
    private boolean abandoned;
    private volatile long sending;

    /** @param givenUp events that have held up a thread for ever, and where */
    EventLimit(Duration longest, Map<UUID, Hang> givenUp) {
        this.longest = longest;
        this.givenUp = givenUp;
    }

    /** The event's route begins; returns where it did not end before, in which case it must not. */
    synchronized @Nullable Hang begin(UUID id, Exchange routed) {
        event = id;
        exchange = routed;
        since = System.nanoTime();
        interrupted = false;
        return givenUp.get(id);
    }

    /** It has ended; returns the end of its time if that was the reason. */
    synchronized @Nullable TimeoutException end() {
        TimeoutException late = interrupted ? new TimeoutException(where().told()) : null;
        exchange = null;
        if (interrupted) {
            interrupted = !Thread.interrupted(); // what comes next must not be interrupted
        }
        return late;
    }

    /** The thread hands a message to the broker, which may let it wait without end. */
    void beginSend() {
        sending = System.nanoTime() | 1; // 0 is none
    }

    void endSend() {
        sending = 0;
    }

    /** Whether the broker has not taken a message for so long. */
    boolean sendsFor(Duration time) {
        long begun = sending;
        return begun != 0 && System.nanoTime() - begun > time.toNanos();
    }

    /** Interrupts the thread when it is late; true when it has just done so. */
    synchronized boolean look() {
        boolean late = exchange != null && !interrupted && passed(longest);
        if (late) {
            interrupted = true;
            thread.interrupt();
        }
        return late;
    }

    /** Whether the route has not ended although its thread was interrupted long ago. */
    synchronized boolean stuck() {
        return exchange != null && interrupted && passed(longest.plus(longest));
    }

    /** No other thread shall route the event in hand; returns where it is. */
    synchronized Hang giveUp() {
        Hang hang = where();
        givenUp.put(event, hang);
        abandoned = true;
        return hang;
    }

    /** The thread must not finish what another one has begun anew. */
    synchronized void requireNotGivenUp() {
        if (abandoned) {
            throw new IllegalStateException("this thread was given up: " + event);
        }
    }

    private Hang where() {
        String told = "no end in " + longest.toSeconds() + " s";
        if (exchange == null) {
            return new Hang(told, null);
        }
        String step = exchange.getExchangeExtension().getHistoryNodeId();
        UnitOfWork work = exchange.getUnitOfWork();
        String route =
                work == null || work.getRoute() == null ? null : work.getRoute().getRouteId();
        return new Hang(
                told + (step == null ? "" : ", at the step " + step) + (route == null ? "" : " of the route " + route),
                route);
    }

    private boolean passed(Duration time) {
        return System.nanoTime() - since > time.toNanos();
    }
}

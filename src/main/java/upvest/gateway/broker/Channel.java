package upvest.gateway.broker;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the broker last told of a channel's queue. */
final class Channel {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();
    private static final double MILLIS = 1000;

    private final String name;
    private volatile double messages = Double.NaN;
    private volatile double consumers = Double.NaN;
    private volatile double oldestSeconds = Double.NaN;
    private long taken = -1;
    private long movedAt = System.nanoTime();

    /** @param name without the prefix {@code upvest.} */
    Channel(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    double messages() {
        return messages;
    }

    double consumers() {
        return consumers;
    }

    double oldestSeconds() {
        return oldestSeconds;
    }

    String queue() {
        return Queues.PREFIX + name;
    }

    /** @param oldest when the first message that waits was sent; null when none waits */
    void look(Queues.Depth depth, @Nullable Instant oldest) {
        if (depth.messages() == 0 || depth.acknowledged() != taken) {
            taken = depth.acknowledged();
            movedAt = System.nanoTime();
        }
        oldestSeconds = depth.messages() == 0 ? 0 : age(oldest);
        messages = depth.messages();
        consumers = depth.consumers();
    }

    /** Messages that consumers hold without taking them are older: the queue has not moved for that long at least. */
    private double age(@Nullable Instant oldest) {
        double still = (System.nanoTime() - movedAt) / NANOS;
        return oldest == null
                ? still
                : Math.max(still, Duration.between(oldest, Instant.now()).toMillis() / MILLIS);
    }

    void forget() {
        messages = Double.NaN;
        consumers = Double.NaN;
        oldestSeconds = Double.NaN;
    }
}

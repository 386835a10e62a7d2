package upvest.gateway.broker;

import jakarta.jms.JMSException;
import java.time.Duration;
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

    void look(Management broker) throws JMSException {
        String queue = "upvest." + name;
        Number count = broker.attribute(queue, "messageCount");
        Number acknowledged = broker.attribute(queue, "messagesAcknowledged");
        if (count == null || acknowledged == null) {
            forget();
            return;
        }
        if (count.longValue() == 0 || acknowledged.longValue() != taken) {
            taken = acknowledged.longValue();
            movedAt = System.nanoTime();
        }
        oldestSeconds = count.longValue() == 0 ? 0 : age(broker.attribute(queue, "firstMessageAge"));
        messages = count.doubleValue();
        consumers = number(broker.attribute(queue, "consumerCount"));
    }

    /**
     * The broker tells the age of the first message that waits. Those that consumers hold without taking them are older:
     * the queue has not moved for that long at least.
     */
    private double age(@Nullable Number waitingMillis) {
        double still = (System.nanoTime() - movedAt) / NANOS;
        return waitingMillis == null ? still : Math.max(still, waitingMillis.doubleValue() / MILLIS);
    }

    private static double number(@Nullable Number told) {
        return told == null ? Double.NaN : told.doubleValue();
    }

    void forget() {
        messages = Double.NaN;
        consumers = Double.NaN;
        oldestSeconds = Double.NaN;
    }
}

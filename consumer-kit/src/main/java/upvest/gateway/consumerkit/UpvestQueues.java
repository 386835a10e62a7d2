package upvest.gateway.consumerkit;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * The gateway's queues inside a test: a real broker on a free port of this machine, without a gateway. Point the
 * consumer at {@link #url()}, {@link #send} events, {@link #awaitDrained}, then look at what the consumer did.
 */
public final class UpvestQueues implements AutoCloseable {
    /** How often the broker delivers a message that is rolled back each time. */
    public static final int MOST_DELIVERIES = Broker.MOST_DELIVERIES;

    private static final List<String> SHIPPED = List.of(
            "users",
            "accounts",
            "orders",
            "portfolios",
            "payments",
            "securities",
            "valuations",
            "taxes",
            "instruments",
            "reports",
            "invalid",
            "dead",
            "unknown",
            "parked");
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final List<String> channels;
    private final Broker broker;

    private UpvestQueues(List<String> channels) throws Exception {
        this.channels = channels;
        this.broker = new Broker(channels);
        broker.start();
    }

    /** @param more queues beside those of the shipped gateway, without the prefix {@code upvest.} */
    public static UpvestQueues start(String... more) {
        return unchecked(() -> new UpvestQueues(
                Stream.concat(SHIPPED.stream(), Stream.of(more)).toList()));
    }

    /** The broker's address for JMS clients; stays the same for as long as this lives. */
    public String url() {
        return broker.url();
    }

    /** Sends these events to this broker: {@link #send(ConnectionFactory, Iterable)}. */
    public void send(Iterable<Event> events) {
        QuietLog.keep();
        events.forEach(event -> broker.queue(event.channel())); // which says what is wrong with a wrong name
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url())) {
            Messages.send(factory, events);
        }
    }

    /**
     * Sends these events to any broker as the gateway does, all or none. Each call sends all of them, also those that
     * were sent before.
     */
    public static void send(ConnectionFactory broker, Iterable<Event> events) {
        Messages.send(broker, events);
    }

    /** How many messages are in a queue, those included that a consumer has and has not committed. */
    public long waiting(String channel) {
        return broker.queue(channel).getMessageCount();
    }

    /** Waits until so many consumers read a queue. */
    public void awaitConsumers(String channel, int number, Duration atMost) {
        await(
                atMost,
                () -> broker.queue(channel).getConsumerCount() >= number,
                () -> "upvest." + channel + " has " + broker.queue(channel).getConsumerCount() + " consumers after "
                        + atMost + ", not " + number);
    }

    /** Waits until every message is committed, or dead. Says which queues hold what if that takes too long. */
    public void awaitDrained(Duration atMost) {
        await(atMost, () -> undrained().isEmpty(), () -> "not drained after " + atMost + ": " + undrained());
    }

    /** Waits until so many messages are dead. */
    public List<DeadLetter> awaitDeadLetters(int number, Duration atMost) {
        await(
                atMost,
                () -> waiting("dead") >= number,
                () -> "dead after " + atMost + ": " + waiting("dead") + " instead of " + number + "; " + undrained());
        return deadLetters();
    }

    /** What is dead, the oldest first. It stays there. */
    public List<DeadLetter> deadLetters() {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url())) {
            return Messages.deadLetters(factory);
        }
    }

    /** Fails with a list of what is dead, if anything is. */
    public void assertNoDeadLetters() {
        List<DeadLetter> letters = deadLetters();
        if (!letters.isEmpty()) {
            throw new AssertionError("the consumer rolled back " + MOST_DELIVERIES + " times each of: "
                    + letters.stream().map(DeadLetter::toString).collect(Collectors.joining("; ")));
        }
    }

    /** Waits until consumers have so many messages that they have not committed: they work, or wait for something. */
    public void awaitDelivering(String channel, int number, Duration atMost) {
        await(
                atMost,
                () -> broker.queue(channel).getDeliveringCount() >= number,
                () -> "upvest." + channel + " has " + broker.queue(channel).getDeliveringCount()
                        + " messages at its consumers after " + atMost + ", not " + number);
    }

    /** Takes all messages out of all queues. */
    public void clear() {
        for (String channel : channels) {
            unchecked(() -> broker.queue(channel).deleteAllReferences());
        }
    }

    /** Stops the broker, cuts off its consumers, and starts it again with the messages that it had. */
    public void restart() {
        whileAway(() -> {});
    }

    /** The same, with something that happens while the broker is away. What was not committed comes again. */
    public void whileAway(Runnable something) {
        unchecked(() -> {
            broker.stop();
            try {
                something.run();
            } finally {
                broker.start();
            }
            return null;
        });
    }

    @Override
    public void close() {
        unchecked(() -> {
            broker.remove();
            return null;
        });
    }

    /** The queues with messages that a consumer should take. What is in a room for failures is not its business. */
    private List<String> undrained() {
        return channels.stream()
                .filter(channel ->
                        !List.of("invalid", "dead", "unknown", "parked").contains(channel) && waiting(channel) > 0)
                .map(channel -> "upvest." + channel + " holds " + waiting(channel) + ", "
                        + broker.queue(channel).getDeliveringCount() + " of them at "
                        + broker.queue(channel).getConsumerCount() + " consumers")
                .toList();
    }

    private static void await(Duration atMost, BooleanSupplier done, Supplier<String> failure) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(failure.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package upvest.gateway.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.support.JmsUtils;

/**
 * Looks at what waits in a queue, to its end, and compares what it saw with the broker's own count. Each look has a
 * connection of its own, with {@link CreditsInOrder}.
 */
public final class Browsing {
    /** The broker counts what it has put on the disk a moment later than it is there, or gone. */
    private static final long SETTLES_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long BETWEEN_MILLIS = 50;

    /** So often in vain the broker is asked for the next message while its count says that there is one. */
    private static final int MOST_AGAIN = 20;

    private final ConnectionFactory connections;
    private final Queues queues;

    /** @param connections whose credits are in order */
    Browsing(ConnectionFactory connections, Queues queues) {
        this.connections = connections;
        this.queues = queues;
    }

    /** Is shown each message once. */
    @FunctionalInterface
    public interface Visitor {
        void see(Message message) throws JMSException;
    }

    /**
     * What a look came to.
     *
     * @param messages it has shown
     * @param unseen that were in the queue and were not shown: consumers have them, or their delivery is for later
     */
    public record Looked(long messages, long unseen) {}

    /**
     * Shows what waits in a queue, in its order, and leaves it there.
     *
     * @param stopped whether to look no further
     */
    public Looked through(String queue, BooleanSupplier stopped, Visitor visitor) {
        Queues.Depth before = queues.depth(queue);
        Set<Long> seen = new HashSet<>(); // what the broker reads from its disk meanwhile comes twice
        while (true) {
            int shown = seen.size();
            show(queue, before, stopped, visitor, seen);
            if (stopped.getAsBoolean()) {
                return new Looked(seen.size(), 0);
            }
            Gap gap = gap(queue, before, seen.size());
            if (gap.unseen <= gap.held || seen.size() == shown) {
                return new Looked(seen.size(), gap.unseen);
            }
        } // the broker, busy with other things, has ended the look early: the next one goes on
    }

    /**
     * The same without waiting for messages that consumers may give back.
     *
     * @return how many were shown
     */
    public long once(String queue, BooleanSupplier stopped, Visitor visitor) {
        Queues.Depth now = queues.depth(queue);
        Set<Long> seen = new HashSet<>();
        while (true) {
            int shown = seen.size();
            show(queue, now, stopped, visitor, seen);
            now = queues.depth(queue);
            boolean all = seen.size() >= now.messages() - now.delivering();
            if (all || seen.size() == shown || stopped.getAsBoolean()) {
                return seen.size();
            }
        }
    }

    /** Whether a message belongs on a page. */
    @FunctionalInterface
    public interface Choice {
        boolean fits(Message message) throws JMSException;
    }

    /**
     * Shows a page of what waits in a queue, in its order, and leaves it there.
     *
     * @param selector which messages the broker shows; null for all
     * @param choice which of these are meant
     * @param from how many of them to pass over
     * @return whether there are more behind the page
     */
    public boolean page(String queue, @Nullable String selector, Choice choice, int from, int size, Visitor visitor) {
        try (Connection connection = connections.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(queue), selector)) {
            connection.start();
            Enumeration<?> messages = browser.getEnumeration();
            int meant = 0;
            while (meant <= from + size && messages.hasMoreElements()) {
                Message message = (Message) messages.nextElement();
                if (choice.fits(message) && ++meant > from && meant <= from + size) {
                    visitor.see(message);
                }
            }
            return meant > from + size;
        } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
        }
    }

    private void show(String queue, Queues.Depth depth, BooleanSupplier stopped, Visitor visitor, Set<Long> seen) {
        long waiting = depth.messages() - depth.delivering();
        try (Connection connection = connections.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Queue looked = session.createQueue(queue);
            connection.start();
            try (QueueBrowser browser = session.createBrowser(looked)) {
                Enumeration<?> messages = browser.getEnumeration();
                while (!stopped.getAsBoolean() && hasMore(messages, () -> seen.size() >= waiting)) {
                    Message message = (Message) messages.nextElement();
                    if (!(message instanceof ActiveMQMessage known)
                            || seen.add(known.getCoreMessage().getMessageID())) {
                        visitor.see(message);
                    }
                }
            }
            session.createBrowser(looked).close(); // asks the broker: a line that broke looks like the end of the queue
        } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
        }
    }

    /** A broker that is busy says too early that there is no more; asked again, it goes on where it was. */
    private static boolean hasMore(Enumeration<?> messages, BooleanSupplier allSeen) {
        for (int again = 0; !messages.hasMoreElements(); again++) {
            if (again == MOST_AGAIN || allSeen.getAsBoolean()) {
                return false;
            }
            settle();
        }
        return true;
    }

    /** What was not seen, and how many of these consumers have. */
    private record Gap(long unseen, long held) {}

    private Gap gap(String queue, Queues.Depth before, long seen) {
        long begun = System.nanoTime();
        while (true) {
            Queues.Depth after = queues.depth(queue);
            long gone = after.acknowledged() - before.acknowledged();
            long held = Math.max(after.delivering(), before.delivering() - gone);
            long there = Math.min(before.messages() - gone, after.messages());
            long unseen = Math.max(0, Math.max(held, there - seen));
            if (unseen == 0 || System.nanoTime() - begun > SETTLES_NANOS) {
                return new Gap(unseen, held);
            }
            settle();
        }
    }

    private static void settle() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ended in the middle of a look", e);
        }
    }
}

package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * An application that reads one queue over one connection, a few messages in each transaction, while the broker fails over.
 * What it has committed counts; where the answer to a commit was lost, what comes again is dropped by its event's id.
 */
final class FailoverConsumer {
    private static final int AT_ONCE = 10;
    private static final long LOOK_MILLIS = 200;

    private final String url;
    private final String queue;
    private final Thread thread = new Thread(this::run, "failover-consumer");
    private final List<Taken> taken = new ArrayList<>();
    private final Set<String> uncertain = new HashSet<>();
    private volatile boolean goesOn = true;
    private Throwable failure;
    private int rolledBack;
    private int unanswered;

    /** A message, read. */
    record Taken(String queue, String event, String object, String text) {}

    /** @param url of an ordinary client, with all brokers in it */
    FailoverConsumer(String url, String queue) {
        this.url = url;
        this.queue = queue;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (goesOn && failure == null) {
            connect(); // again only while it has never been connected: as an application does at its start
        }
    }

    private void connect() {
        boolean connected = false;
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("upvest." + queue))) {
            connection.start();
            connected = true;
            while (goesOn) {
                turn(session, consumer);
            }
        } catch (JMSException | RuntimeException e) {
            failure = connected ? e : null;
        }
    }

    private void turn(Session session, MessageConsumer consumer) throws JMSException {
        List<Taken> batch = new ArrayList<>();
        for (Message message = consumer.receive(LOOK_MILLIS); message != null; message = next(batch, consumer)) {
            batch.add(new Taken(
                    queue,
                    message.getJMSCorrelationID(),
                    message.getStringProperty("UpvestObjectId"),
                    message.getBody(String.class)));
        }
        try {
            session.commit();
            note(batch, false);
        } catch (TransactionRolledBackException e) {
            rolledBack++; // all of it comes again
        } catch (JMSException e) {
            unanswered++; // all of it comes again, or nothing
            note(batch, true);
        }
    }

    private static Message next(List<Taken> batch, MessageConsumer consumer) throws JMSException {
        return batch.size() < AT_ONCE ? consumer.receiveNoWait() : null;
    }

    private void note(List<Taken> batch, boolean mayComeAgain) {
        for (Taken message : batch) {
            if (uncertain.remove(message.event())) {
                continue;
            }
            taken.add(message);
            if (mayComeAgain) {
                uncertain.add(message.event());
            }
        }
    }

    /** Stops it; returns what it has taken, in order. Its connection has lived until now. */
    List<Taken> end() throws InterruptedException {
        goesOn = false;
        thread.join();
        assertThat(failure).as("the consumer's connection outlives the broker").isNull();
        System.out.printf(
                "consumer of %s: %d messages, %d transactions rolled back, %d of unknown end%n",
                queue, taken.size(), rolledBack, unanswered);
        return taken;
    }
}

package upvest.gateway.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import upvest.gateway.broker.Queues;

/** One connection of an ordinary JMS client over TCP; it counts as the broker counts, and takes. */
final class QueueReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "{\"field\":\"name\",\"operation\":\"CONTAINS\",\"value\":\"upvest.\"}";
    private static final Duration LONGEST_DISPATCH = Duration.ofMinutes(3);
    private static final Duration OFTEN_ENOUGH = Duration.ofMillis(20);
    private static final int OFTEN = 1000;
    private static final long LATE_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 30_000;

    /** Is handed each message, which it must read before the next one. */
    @FunctionalInterface
    interface Taker {
        void take(Message message) throws JMSException;
    }

    private final ActiveMQConnectionFactory factory;
    private final Connection connection;

    QueueReader(String brokerUrl) throws JMSException {
        factory = new ActiveMQConnectionFactory(brokerUrl);
        connection = factory.createConnection();
        connection.start();
    }

    /** Waits until every delivery that was answered 200 is on its queues: the inbox is empty. */
    void awaitDispatched() throws JMSException {
        try (Session session = connection.createSession()) {
            await("every delivery is dispatched")
                    .atMost(LONGEST_DISPATCH)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(OFTEN_ENOUGH)
                    .until(() -> counts(session).entrySet().stream()
                            .filter(queue -> queue.getKey().startsWith(Queues.INBOX))
                            .allMatch(queue -> queue.getValue() == 0));
        }
    }

    /** How many messages each queue of the gateway holds, those in delivery included. */
    Map<String, Long> counts() throws JMSException {
        try (Session session = connection.createSession()) {
            return counts(session);
        }
    }

    private static Map<String, Long> counts(Session session) throws JMSException {
        TemporaryQueue answers = session.createTemporaryQueue();
        try (MessageProducer management = session.createProducer(session.createQueue("activemq.management"));
                MessageConsumer consumer = session.createConsumer(answers)) {
            Message question = session.createMessage();
            question.setJMSReplyTo(answers);
            JMSManagementHelper.putOperationInvocation(question, ResourceNames.BROKER, "listQueues", OURS, 1, 1000);
            management.send(question);
            Map<String, Long> counts = new TreeMap<>();
            String answer = JMSManagementHelper.getResult(consumer.receive(PATIENCE_MILLIS))
                    .toString();
            for (JsonNode queue : JSON.readTree(answer).path("data")) {
                counts.put(
                        queue.path("name").asText(), queue.path("messageCount").asLong());
            }
            return counts;
        } catch (JMSException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the broker's answer cannot be read", e);
        } finally {
            answers.delete();
        }
    }

    /** Takes what is in a queue now; it does not come back, even if the broker is killed at once. */
    void take(String queue, Taker taker) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            int taken = 0;
            for (Message message = consumer.receiveNoWait(); message != null; message = next(consumer)) {
                taker.take(message);
                if (++taken % OFTEN == 0) {
                    session.commit(); // what a transaction holds of a paged queue is bounded
                }
            }
            session.commit();
        }
    }

    /** One more, also where the broker is a moment late with what it has. */
    private static Message next(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receiveNoWait();
        return message == null ? consumer.receive(LATE_MILLIS) : message;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        factory.close();
    }
}

package upvest.gateway.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.JmsTemplate;

/**
 * The broker's queues as its management knows them. It is asked by message, so an embedded broker and a standalone one
 * are the same; on a standalone one the gateway's user needs the permission {@code manage}.
 */
public final class Queues {
    /** Of every queue of the gateway. */
    public static final String PREFIX = "upvest.";

    private static final String MANAGEMENT = "activemq.management";

    private final JmsTemplate broker;
    private final Duration patience;

    /** @param patience longest wait for an answer */
    Queues(JmsTemplate broker, Duration patience) {
        this.broker = broker;
        this.patience = patience;
    }

    /** What a management message asks for. */
    @FunctionalInterface
    private interface Question {
        void on(Message message) throws JMSException;
    }

    /** The gateway's queues, in order of their names. */
    public List<String> names() {
        Object names = ask(message -> JMSManagementHelper.putAttribute(message, ResourceNames.BROKER, "queueNames"));
        return Stream.of((Object[]) Objects.requireNonNull(names))
                .map(String::valueOf)
                .filter(name -> name.startsWith(PREFIX))
                .sorted()
                .toList();
    }

    /** Lets the queue keep what it has, also over a restart of the broker; it goes on taking. Makes it if need be. */
    public void pause(String queue) {
        broker.execute(session -> {
            session.createConsumer(session.createQueue(queue)).close(); // the broker makes it as a send would
            return null;
        });
        ask(message -> JMSManagementHelper.putOperationInvocation(message, queue(queue), "pause", true));
    }

    public void resume(String queue) {
        ask(message -> JMSManagementHelper.putOperationInvocation(message, queue(queue), "resume"));
    }

    public boolean paused(String queue) {
        return Boolean.TRUE.equals(ask(message -> JMSManagementHelper.putAttribute(message, queue(queue), "paused")));
    }

    /** How many of its messages consumers hold, where nobody else can see them. */
    public long withConsumers(String queue) {
        Object count = ask(message -> JMSManagementHelper.putAttribute(message, queue(queue), "deliveringCount"));
        return ((Number) Objects.requireNonNull(count)).longValue();
    }

    private static String queue(String name) {
        return ResourceNames.QUEUE + name;
    }

    private @Nullable Object ask(Question question) {
        return broker.execute(session -> ask(session, question), true);
    }

    private @Nullable Object ask(Session session, Question question) throws JMSException {
        TemporaryQueue answers = session.createTemporaryQueue();
        try (MessageConsumer consumer = session.createConsumer(answers);
                MessageProducer producer = session.createProducer(ActiveMQJMSClient.createQueue(MANAGEMENT))) {
            Message message = session.createMessage();
            question.on(message);
            message.setJMSReplyTo(answers);
            producer.send(message);
            Message answer = consumer.receive(patience.toMillis());
            if (answer == null) {
                throw new JMSException("the broker's management does not answer");
            }
            Object result = result(answer);
            if (!JMSManagementHelper.hasOperationSucceeded(answer)) {
                throw new JMSException("the broker's management says: " + result);
            }
            return result;
        } finally {
            answers.delete();
        }
    }

    private static @Nullable Object result(Message answer) throws JMSException {
        try {
            return JMSManagementHelper.getResult(answer);
        } catch (JMSException e) {
            throw e;
        } catch (Exception e) {
            throw (JMSException) new JMSException("the broker's management cannot be understood").initCause(e);
        }
    }
}

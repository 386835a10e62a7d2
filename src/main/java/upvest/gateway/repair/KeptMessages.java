package upvest.gateway.repair;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.JmsTemplate;
import upvest.gateway.broker.Deadline;
import upvest.gateway.broker.Queues;

/** The messages in queues, one by one: looked at, taken, put elsewhere. */
final class KeptMessages {
    /** The broker looks through the queue once for so many. */
    private static final int AT_ONCE = 100;

    private final Queues queues;
    private final JmsTemplate broker;
    private final Deadline deadline;
    private final Outboxes outboxes;

    KeptMessages(Queues queues, JmsTemplate broker, Deadline deadline, Outboxes outboxes) {
        this.queues = queues;
        this.broker = broker;
        this.deadline = deadline;
        this.outboxes = outboxes;
    }

    /** Is shown each message. */
    @FunctionalInterface
    interface Visitor {
        void see(Message message, KeptMessage said) throws JMSException;
    }

    /** Shows what waits in a queue, in its order, and leaves it there. */
    void look(String queue, Visitor visitor) {
        broker.browse(queue, (session, browser) -> {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                Message message = (Message) messages.nextElement();
                visitor.see(message, KeptMessage.of(message, outboxes));
            }
            return null;
        });
    }

    /** What is read from a message. */
    @FunctionalInterface
    interface Reading<T> {
        T of(Message message) throws JMSException;
    }

    /** Takes one out of its queue, in the transaction that this thread has; null when it is not there or in use. */
    <T> @Nullable T take(String queue, String id, Reading<T> reading) {
        return broker.execute(
                session -> {
                    try (MessageConsumer consumer = session.createConsumer(
                            session.createQueue(queue), "JMSMessageID = '" + id.replace("'", "''") + "'")) {
                        Message message = consumer.receiveNoWait();
                        return message == null ? null : reading.of(message);
                    }
                },
                true);
    }

    /** Removes messages for good, wherever in its queue each stands, until it is stopped. */
    void remove(String queue, List<String> ids, Progress progress) {
        for (int from = 0; from < ids.size() && progress.stoppedBy().isEmpty(); from += AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
            int removed = queues.remove(queue, some);
            progress.done(removed);
            progress.failed(some.size() - removed);
        }
    }

    /**
     * Puts a copy of a message into a queue, in the transaction that this thread has.
     *
     * @param mark for {@code UpvestReplay}
     */
    void put(Message message, String queue, String mark, int attempts) {
        broker.execute(session -> {
            Message copy = copy(session, message);
            copy.setStringProperty("UpvestReplay", mark);
            copy.setStringProperty("UpvestReplayAttempts", Integer.toString(attempts));
            if (queue.equals(ServiceChannel.PARKED.queue())) {
                copy.setStringProperty("_AMQ_ORIG_QUEUE", message.getStringProperty("_AMQ_ORIG_QUEUE"));
            }
            deadline.bound(session, (open, sent) -> {
                open.createProducer(null).send(open.createQueue(queue), copy);
                sent.run();
            });
            return null;
        });
    }

    /** The same for a consumer, without what the broker had noted on it. */
    private static Message copy(Session session, Message message) throws JMSException {
        Message copy = copyOfBody(session, KeptMessage.body(message));
        copy.setJMSType(message.getJMSType());
        copy.setJMSCorrelationID(message.getJMSCorrelationID());
        for (Object each : Collections.list(message.getPropertyNames())) {
            String name = (String) each;
            if (!name.startsWith("_AMQ_") && (!name.startsWith("JMSX") || name.equals("JMSXGroupID"))) {
                copy.setObjectProperty(name, message.getObjectProperty(name));
            }
        }
        return copy;
    }

    private static Message copyOfBody(Session session, Object body) throws JMSException {
        if (body instanceof byte[] bytes) {
            var copy = session.createBytesMessage();
            copy.writeBytes(bytes);
            return copy;
        }
        TextMessage copy = session.createTextMessage();
        copy.setText(body.toString());
        return copy;
    }
}

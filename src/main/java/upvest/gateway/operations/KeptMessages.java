package upvest.gateway.operations;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jms.core.JmsTemplate;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.Browsing;
import upvest.gateway.broker.Deadline;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.ledger.Corrections;

/** The messages in queues, one by one: looked at, taken, put elsewhere. */
final class KeptMessages {
    /** The broker looks through the queue once for so many; their ids just fit into an ordinary message. */
    private static final int AT_ONCE = 4000;

    /** How long the broker may take to read the next message from its disk. */
    private static final long LATE_MILLIS = 2000;

    private final Browsing browsing;
    private final QueueContent content;
    private final JmsTemplate broker;
    private final Deadline deadline;
    private final Outboxes outboxes;
    private final Corrections ledger;

    KeptMessages(
            Browsing browsing,
            QueueContent content,
            JmsTemplate broker,
            Deadline deadline,
            Outboxes outboxes,
            Corrections ledger) {
        this.ledger = ledger;
        this.browsing = browsing;
        this.content = content;
        this.broker = broker;
        this.deadline = deadline;
        this.outboxes = outboxes;
    }

    /** Is shown each message. */
    @FunctionalInterface
    interface Visitor {
        void see(Message message, KeptMessage said) throws JMSException;
    }

    /** Shows what waits in a queue, in its order, and leaves it there; until it is stopped. */
    Browsing.Looked look(String queue, Progress progress, Visitor visitor) {
        return browsing.through(queue, () -> !progress.stoppedBy().isEmpty(), message -> {
            visitor.see(message, KeptMessage.of(message, outboxes));
            progress.looked();
        });
    }

    /** Is given each message that is taken; tells whether the next one may be. */
    @FunctionalInterface
    interface Taker {
        boolean take(Message message) throws JMSException;
    }

    /**
     * Takes messages out of their queue, in its order, in the transaction that this thread has, if any. Those that are not
     * there or in use are left out, and those that stand behind more others than the broker has in its memory.
     *
     * @param ids of some thousand at most
     */
    void take(String queue, Collection<String> ids, Taker taker) {
        String some = QueueContent.oneOf("JMSMessageID", ids);
        broker.execute(
                session -> {
                    try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue), some)) {
                        for (int taken = 0; taken < ids.size(); taken++) {
                            Message message = consumer.receive(LATE_MILLIS);
                            if (message == null || !taker.take(message)) {
                                break;
                            }
                        }
                        return null;
                    }
                },
                true);
    }

    /**
     * Removes messages for good, wherever in their queue each stands, until it is stopped. The ledger is told.
     *
     * @param how such as {@code purged by Ada at 2026-11-30T08:00:00Z}
     */
    void remove(String queue, List<KeptMessage> doomed, String how, Progress progress) {
        for (int from = 0; from < doomed.size() && progress.stoppedBy().isEmpty(); from += AT_ONCE) {
            List<KeptMessage> some = doomed.subList(from, Math.min(from + AT_ONCE, doomed.size()));
            int removed = remove(queue, some.stream().map(KeptMessage::id).toList());
            if (removed == some.size()) { // else nobody knows which of them
                ledger.removed(
                        some.stream()
                                .filter(KeptMessage::ours)
                                .map(message -> UUID.fromString(message.eventId()))
                                .distinct()
                                .toList(),
                        queue,
                        how);
            }
            progress.done(removed);
            progress.failed(some.size() - removed);
        }
    }

    private int remove(String queue, List<String> ids) {
        int removed = content.remove(queue, ids);
        if (removed == ids.size()) {
            return removed;
        }
        int left = (int) Math.min(ids.size(), content.waiting(queue, ids));
        if (removed > ids.size()) { // the broker counts twice what is in its memory and on its disk at once
            return ids.size() - left;
        }
        return left == 0 ? removed : removed + consume(queue, ids);
    }

    /** Removes what the broker has passed over while it moved it from its disk: asked again, it would count it twice. */
    private int consume(String queue, List<String> ids) {
        AtomicInteger consumed = new AtomicInteger();
        take(queue, ids, message -> consumed.incrementAndGet() > 0);
        return consumed.get();
    }

    /**
     * Puts a copy of a message into a queue, in the transaction that this thread has.
     *
     * @param mark for {@code UpvestReplay}
     */
    void put(Message message, String queue, String mark, int attempts) {
        broker.execute(session -> {
            Message copy = copy(session, message);
            copy.setStringProperty(MessageHeaders.REPLAY, mark);
            copy.setStringProperty(MessageHeaders.REPLAY_ATTEMPTS, Integer.toString(attempts));
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

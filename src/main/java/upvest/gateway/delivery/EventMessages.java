package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages of one event after the other: they are kept until its route has ended, and are then sent or taken back. */
final class EventMessages {
    private final @Nullable MessageProducer producer;
    private final boolean noted;
    private final List<SentMessage> sent = new ArrayList<>();
    private List<Held> held = new ArrayList<>(2);

    private record Held(Queue queue, Message message, int mode, int priority, long timeToLive) {}

    /**
     * @param producer for any queue; null where nothing is sent
     * @param noted whether what is sent is wanted afterwards
     */
    EventMessages(@Nullable MessageProducer producer, boolean noted) {
        this.producer = producer;
        this.noted = noted;
    }

    void hold(Queue queue, Message message, int mode, int priority, long timeToLive) {
        held.add(new Held(queue, message, mode, priority, timeToLive));
    }

    void retract() {
        held.clear();
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** The queues of those that are kept, separated by commas. */
    String queues() throws JMSException {
        List<String> names = new ArrayList<>(held.size());
        for (Held message : held) {
            names.add(message.queue.getQueueName());
        }
        return String.join(",", names);
    }

    /** Sends those that are kept, as the event's. */
    void send(UUID event) throws JMSException {
        for (Held message : held) {
            if (noted) {
                sent.add(new SentMessage(event, message.queue.getQueueName(), message.message));
            }
            if (producer != null) {
                producer.send(message.queue, message.message, message.mode, message.priority, message.timeToLive);
            }
        }
        held = new ArrayList<>(2);
    }

    /** What was sent, in order, where it is noted. */
    List<SentMessage> sent() {
        return sent;
    }
}

package upvest.gateway.operations;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.delivery.Event;
import upvest.gateway.delivery.ReplayDispatch;

/**
 * What a message on a service channel says of itself. Texts are empty where it says nothing.
 *
 * @param id the broker's name of the message
 * @param ours whether it has the ids that the gateway gives
 * @param from the route that failed, or the queue that a consumer could not take it from
 * @param back the one queue it belongs to, because it reached its other channels; null when its routes decide
 * @param nowhere why it belongs nowhere and stays where it is; null when it does not
 */
record KeptMessage(
        String id,
        boolean ours,
        String eventId,
        String type,
        String objectId,
        String failure,
        String from,
        Instant failedAt,
        int attempts,
        @Nullable String back,
        @Nullable String nowhere) {
    /** Why one waits that a consumer did not take. */
    static final String GIVEN_BACK = "a consumer gave it back too often, or it expired";

    private static final String UNDECLARED = "it came from a queue that is not among upvest.channels";
    private static final String FOREIGN = "the gateway did not put it there";

    static KeptMessage of(Message message, Outboxes outboxes) throws JMSException {
        String broken = text(message, "_AMQ_ORIG_QUEUE");
        boolean byBroker = !broken.isEmpty() && !ServiceChannel.queues().contains(broken);
        String route = text(message, MessageHeaders.FAILED_ROUTE);
        boolean ours = isId(text(message, MessageHeaders.EVENT_ID)) && isId(text(message, MessageHeaders.DELIVERY_ID));
        String nowhere = null;
        if (byBroker && !outboxes.declared(broken)) { // whoever sends may have written it
            nowhere = UNDECLARED;
        } else if (!byBroker && !ours && outboxes.of(route) == null) {
            nowhere = FOREIGN;
        }
        return new KeptMessage(
                String.valueOf(message.getJMSMessageID()),
                ours,
                text(message, MessageHeaders.EVENT_ID),
                text(message, MessageHeaders.EVENT_TYPE),
                text(message, MessageHeaders.OBJECT_ID),
                byBroker ? GIVEN_BACK : text(message, MessageHeaders.FAILURE),
                byBroker ? broken : route,
                failedAt(message),
                attempts(message),
                nowhere != null ? null : byBroker ? broken : outboxes.of(route),
                nowhere);
    }

    /** Whether this is its id, or that of its event. */
    boolean isCalled(String name) {
        return name.equals(id) || name.equalsIgnoreCase(eventId);
    }

    /** What goes through the trunk once more; only of one that is ours. */
    static ReplayDispatch.Kept kept(Message message) throws JMSException {
        return new ReplayDispatch.Kept(
                UUID.fromString(text(message, MessageHeaders.EVENT_ID)),
                UUID.fromString(text(message, MessageHeaders.DELIVERY_ID)),
                time(text(message, MessageHeaders.RECEIVED_AT), message),
                body(message),
                attempts(message));
    }

    /** Text; bytes where the message holds no text. */
    static Object body(Message message) throws JMSException {
        if (message instanceof BytesMessage) {
            byte[] bytes = message.getBody(byte[].class);
            return bytes == null ? new byte[0] : bytes;
        }
        return message.isBodyAssignableTo(String.class) ? String.valueOf(message.getBody(String.class)) : "";
    }

    /** Never why it failed, which may quote an event. */
    @Override
    public String toString() {
        return "KeptMessage[event=" + eventId + ", type=" + type + ", from=" + from + "]";
    }

    /** As the gateway writes it. */
    private static boolean isId(String text) {
        return text.equals(Event.usableId(text));
    }

    private static int attempts(Message message) throws JMSException {
        String attempts = text(message, MessageHeaders.REPLAY_ATTEMPTS);
        return attempts.matches("[0-9]{1,6}") ? Integer.parseInt(attempts) : 0;
    }

    private static Instant failedAt(Message message) throws JMSException {
        return time(text(message, MessageHeaders.FAILED_AT), message);
    }

    private static Instant time(String text, Message message) throws JMSException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.ofEpochMilli(message.getJMSTimestamp());
        }
    }

    private static String text(Message message, String name) throws JMSException {
        String text = message.getStringProperty(name);
        return text == null ? "" : text;
    }
}

package upvest.gateway.delivery;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that waits for its event to be granted. */
record Held(Queue destination, Content content, int mode, int priority, long timeToLive) {

    /** What is kept of a message. */
    interface Content {
        /** The message, for a session of the broker that made it. */
        Message in(Session session) throws JMSException;
    }

    String queueName() throws JMSException {
        return destination.getQueueName();
    }

    /** Keeps a message as it is. */
    static Content whole(Message message) {
        return session -> message;
    }

    /** Keeps a message so that it takes a fraction of the memory, where that is possible: for text. */
    static Content parts(Message message) throws JMSException {
        if (!(message instanceof TextMessage text)) {
            return whole(message);
        }
        List<Property> properties = new ArrayList<>();
        for (Object name : Collections.list(text.getPropertyNames())) {
            if (!name.equals("JMSXDeliveryCount")) { // the broker's own
                properties.add(new Property((String) name, text.getObjectProperty((String) name)));
            }
        }
        return new Parts(
                text.getText(),
                text.getJMSType(),
                text.getJMSCorrelationID(),
                text.getJMSReplyTo(),
                properties.toArray(new Property[0]));
    }

    private record Property(String name, Object value) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Parts(
            @Nullable String text,
            @Nullable String type,
            @Nullable String correlationId,
            @Nullable Destination replyTo,
            Property[] properties)
            implements Content {
        @Override
        public Message in(Session session) throws JMSException {
            TextMessage message = session.createTextMessage(text);
            message.setJMSType(type);
            message.setJMSCorrelationID(correlationId);
            message.setJMSReplyTo(replyTo);
            for (Property property : properties) {
                message.setObjectProperty(property.name, property.value);
            }
            return message;
        }
    }
}

package upvest.gateway.consumerkit;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.util.Map;
import java.util.SortedMap;

/**
 * One event as the gateway puts it on a queue.
 *
 * @param id the event id, which becomes {@code JMSCorrelationID}
 * @param type such as {@code ORDER.FILLED}, which becomes {@code JMSType}
 * @param channel the queue without its prefix {@code upvest.}
 * @param body the event's JSON text
 * @param properties the message's properties, {@code JMSXGroupID} among them
 * @param copy whether it is a later copy of an event that was sent before
 */
public record Event(
        String id, String type, String channel, String body, SortedMap<String, String> properties, boolean copy) {
    /** What keeps its order: the id of the resource that it is about; null where it names none. */
    public String objectId() {
        return properties.get("JMSXGroupID");
    }

    /** The body of a request in which Upvest would deliver this event alone. */
    public String delivery() {
        return delivery(body);
    }

    static String delivery(String events) {
        return "{\"payload\":[" + events + "]}";
    }

    TextMessage message(JMSContext session) throws JMSException {
        TextMessage message = session.createTextMessage(body);
        message.setJMSType(type);
        message.setJMSCorrelationID(id);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
        }
        return message;
    }
}

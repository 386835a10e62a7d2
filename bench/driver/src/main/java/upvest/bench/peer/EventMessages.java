package upvest.bench.peer;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import upvest.bench.common.Domains;

/** One event as the messages that the gateway makes of it: the same queues, body and headers. */
final class EventMessages {
    private EventMessages() {}

    /** What routing and headers need of an event. */
    record Fields(String id, String type, String objectId, String createdAt, String body) {}

    /** The queues an event goes to, in order. */
    static List<String> queues(String type) {
        String domain = Domains.BY_CATEGORY.getOrDefault(category(type), "unknown");
        List<String> queues = new ArrayList<>(2);
        queues.add("upvest." + domain);
        if (domain.equals("reports")) {
            queues.add("upvest.files");
        }
        if (type.endsWith(".FAILED")
                || type.endsWith(".REJECTED")
                || type.endsWith(".REVERSED")
                || type.equals("USER.BLOCKED")) {
            queues.add("upvest.mail");
        }
        return queues;
    }

    static TextMessage message(Session session, Fields event, String deliveryId, String receivedAt)
            throws JMSException {
        TextMessage message = session.createTextMessage(event.body());
        message.setJMSType(event.type());
        message.setJMSCorrelationID(event.id());
        message.setStringProperty("JMSXGroupID", event.objectId());
        message.setStringProperty("UpvestEventId", event.id());
        message.setStringProperty("UpvestEventType", event.type());
        message.setStringProperty("UpvestCategory", category(event.type()));
        message.setStringProperty("UpvestObjectId", event.objectId());
        message.setStringProperty("UpvestDeliveryId", deliveryId);
        message.setStringProperty("UpvestCreatedAt", event.createdAt());
        message.setStringProperty("UpvestReceivedAt", receivedAt);
        return message;
    }

    private static String category(String type) {
        int dot = type.indexOf('.');
        return dot < 0 ? type : type.substring(0, dot);
    }
}

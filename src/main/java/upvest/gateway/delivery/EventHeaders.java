package upvest.gateway.delivery;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import upvest.gateway.MessageHeaders;

/** Writes an event's headers, the consumers' contract: what each means stands in {@code asyncapi/headers.yaml}. */
final class EventHeaders implements Processor {
    static final String DELIVERY = "UpvestDelivery";

    @Override
    public void process(Exchange exchange) {
        DeliveryTime.enter(DeliveryTime.Phase.VALIDATE);
        Message message = exchange.getIn();
        Event event = Objects.requireNonNull(message.getBody(Event.class));
        write(message, event, Objects.requireNonNull(exchange.getProperty(DELIVERY, Delivery.class)));
    }

    /** Body and headers of an event, and nothing else. */
    static void write(Message message, Event event, Delivery delivery) {
        String id = event.id().toString();
        message.removeHeaders("*");
        message.setBody(event.body());
        message.setHeader(MessageHeaders.EVENT_ID, id);
        message.setHeader(MessageHeaders.DELIVERY_ID, delivery.id().toString());
        message.setHeader(MessageHeaders.RECEIVED_AT, DateTime.millis(delivery.receivedAt()));
        message.setHeader("JMSCorrelationID", id);
        if (event.type() != null) {
            message.setHeader(MessageHeaders.EVENT_TYPE, event.type());
            message.setHeader(MessageHeaders.CATEGORY, event.category());
            message.setHeader("JMSType", event.type());
        }
        if (event.createdAt() != null) {
            message.setHeader(MessageHeaders.CREATED_AT, event.createdAt().toString());
        }
        if (event.objectId() != null) {
            message.setHeader(MessageHeaders.OBJECT_ID, event.objectId());
            message.setHeader("JMSXGroupID", event.objectId());
        }
        if (event.failure() != null) {
            message.setHeader(MessageHeaders.FAILURE, event.failure());
        }
        Replayed again = DeliveryTransaction.replayed();
        if (again != null) {
            message.setHeader(MessageHeaders.REPLAY, again.mark());
            message.setHeader(MessageHeaders.REPLAY_ATTEMPTS, Integer.toString(again.attempt()));
        }
    }
}

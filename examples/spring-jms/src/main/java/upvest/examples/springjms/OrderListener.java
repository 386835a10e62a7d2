package upvest.examples.springjms;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.stereotype.Component;

/**
 * Takes one message in one JMS transaction, which the container opens before and commits after. By then the database
 * has committed: a crash in between brings the message again, and the history knows it. The other way round a crash
 * would lose it.
 */
@Component
class OrderListener {
    private static final Logger LOG = LoggerFactory.getLogger(OrderListener.class);
    private static final Set<String> WANTED = Set.of("ORDER", "ORDER_CANCELLATION");

    private final OrderHistory history;
    private final Outages outages;

    OrderListener(OrderHistory history, Outages outages) {
        this.history = history;
        this.outages = outages;
    }

    @JmsListener(destination = "upvest.orders")
    void on(TextMessage message) throws JMSException {
        String type = message.getJMSType();
        String eventId = message.getJMSCorrelationID();
        String orderId = message.getStringProperty("UpvestObjectId");
        if (!WANTED.contains(message.getStringProperty("UpvestCategory")) || orderId == null) {
            LOG.info("passed over {} {}: not of an order", type, eventId); // content is no reason to throw
            return;
        }
        UUID event = UUID.fromString(eventId);
        UUID order = UUID.fromString(orderId);
        boolean isNew = outages.outlast(() -> history.add(event, order, type));
        LOG.info("{} {} of order {}", isNew ? "handled" : "handled before:", type, orderId);
    }
}

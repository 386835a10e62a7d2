package upvest.gateway.delivery;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import upvest.gateway.MessageHeaders;

/**
 * One delivery as it waits in {@code upvest.inbox}: the request's body, byte for byte, in a persistent message.
 *
 * @param claimId given by the intake; the owner of what is entered into the ledger for it, however often it is dispatched
 * @param deliveryId made of the body's bytes: a retry of the same request has the same one
 */
public record StoredDelivery(UUID claimId, UUID deliveryId, Instant receivedAt, StoredBody stored) {
    private static final String CLAIM = "UpvestClaimId";
    private static final String DELIVERY = MessageHeaders.DELIVERY_ID;
    private static final String RECEIVED = MessageHeaders.RECEIVED_AT;

    /** One that was not received, to find out what would become of it. */
    public static StoredDelivery unreceived(byte[] body) {
        return new StoredDelivery(new UUID(0, 0), DeliveryParser.derivedId(body), Instant.now(), StoredBody.of(body));
    }

    /** As it arrived. */
    byte[] body() {
        return stored.bytes();
    }

    /** Writes down what is known of a delivery beside its bytes. */
    public static void describe(Message message, UUID claimId, UUID deliveryId, Instant receivedAt)
            throws JMSException {
        message.setStringProperty(CLAIM, claimId.toString());
        message.setStringProperty(DELIVERY, deliveryId.toString());
        message.setStringProperty(RECEIVED, receivedAt.toString());
    }

    /** Reads it back; null when the intake did not write this message. */
    static @Nullable StoredDelivery of(Message message) throws JMSException {
        if (!(message instanceof BytesMessage bytes)) {
            return null;
        }
        try {
            return new StoredDelivery(
                    UUID.fromString(text(message, CLAIM)),
                    UUID.fromString(text(message, DELIVERY)),
                    Instant.parse(text(message, RECEIVED)),
                    StoredBody.of(bytes));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return null;
        }
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "StoredDelivery[id=" + deliveryId + ", claim=" + claimId + "]";
    }

    private static String text(Message message, String name) throws JMSException {
        String text = message.getStringProperty(name);
        return text == null ? "" : text;
    }
}

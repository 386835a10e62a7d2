package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import upvest.gateway.MessageHeaders;

/** A message that was sent for an event, or would have been in a trial. */
public record SentMessage(UUID event, String queue, Message message) {

    /** Why it did not reach its domain; null when it did. */
    @Nullable
    String failure() {
        try {
            return message.getStringProperty(MessageHeaders.FAILURE);
        } catch (JMSException e) {
            throw new IllegalStateException("a message that cannot be read", e);
        }
    }
}

package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A delivery's transaction without ledger and broker: it ends with what the delivery would have sent. One delivery at a
 * time.
 */
public final class Rehearsal implements TransactionOperations {
    private List<Sent> sent = List.of();

    /** A message as it would have been sent for an event. */
    public record Sent(UUID event, String queue, Message message) {

        /** Why it did not reach its domain; null when it did. */
        @Nullable
        String failure() {
            try {
                return message.getStringProperty("UpvestFailure");
            } catch (JMSException e) {
                throw new IllegalStateException("a message that cannot be read", e);
            }
        }
    }

    /** What the last delivery would have sent; nothing when it did not come to its end. */
    public List<Sent> sent() {
        return sent;
    }

    @Override
    public <T> T execute(TransactionCallback<T> steps) {
        sent = List.of();
        Claim claim = Claim.start(null);
        try {
            T result = steps.doInTransaction(new SimpleTransactionStatus());
            sent = claim.sent();
            return result;
        } catch (JMSException e) {
            throw new IllegalStateException("a held message names no queue", e);
        } finally {
            Claim.end();
        }
    }
}

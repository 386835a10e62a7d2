package upvest.gateway.broker;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Whether the broker lets the gateway in and lets it send to the inbox. A broker checks that when something is sent, so
 * each time a message is: in a transaction that is rolled back, so that nothing is there.
 */
public final class SendPermission {
    private static final Logger LOG = LoggerFactory.getLogger(SendPermission.class);

    private final ConnectionFactory connections;
    private final Duration patience;
    private volatile String missing = "";

    /**
     * @param connections that have a confirmation window, so that the broker tells what became of a send in a transaction
     * @param patience longest wait for that
     */
    SendPermission(ConnectionFactory connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /** What the broker said when it did not permit it; empty when it did, or could not be asked. */
    public String missing() {
        return missing;
    }

    @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
    void look() {
        try {
            told(ask());
        } catch (JMSException | TimeoutException | RuntimeException e) {
            LOG.debug("the broker cannot be asked whether it permits to send; its health says why", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String ask() throws JMSException, InterruptedException, TimeoutException {
        try (Connection connection = connections.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer inbox = session.createProducer(session.createQueue(Queues.INBOX))) {
            Answer answer = new Answer();
            inbox.send(session.createMessage(), answer);
            String said = answer.said.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            session.rollback();
            return said;
        } catch (JMSSecurityException e) {
            return String.valueOf(e.getMessage());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** What the broker says of a send: nothing when it permits it. */
    private static final class Answer implements CompletionListener {
        private final CompletableFuture<String> said = new CompletableFuture<>();

        @Override
        public void onCompletion(Message message) {
            said.complete("");
        }

        @Override
        public void onException(Message message, Exception failure) {
            if (failure instanceof JMSSecurityException) {
                said.complete(String.valueOf(failure.getMessage()));
            } else {
                said.completeExceptionally(failure);
            }
        }
    }

    private void told(String now) {
        if (!now.equals(missing)) {
            if (now.isEmpty()) {
                LOG.info("the broker permits the gateway to send to {} again", Queues.INBOX);
            } else {
                LOG.atWarn()
                        .addKeyValue("cause", now)
                        .log(
                                "the broker does not permit the gateway to send to {}: deliveries are answered 503",
                                Queues.INBOX);
            }
        }
        missing = now;
    }
}

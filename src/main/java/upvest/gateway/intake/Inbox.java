package upvest.gateway.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.springframework.jms.core.JmsTemplate;
import upvest.gateway.broker.Deadline;
import upvest.gateway.delivery.StoredDelivery;

/** Puts deliveries into {@code upvest.inbox}, where they wait for the dispatchers. */
final class Inbox {
    private final JmsTemplate broker;
    private final Deadline deadline;
    private final Clock clock;
    private final long limit;
    private final DoubleSupplier waiting;
    private final Supplier<Boolean> full;

    /**
     * @param limit so many deliveries may wait
     * @param waiting how many do, as the broker last told; not a number while it does not
     * @param full whether the broker's disk is
     */
    Inbox(
            JmsTemplate broker,
            Deadline deadline,
            Clock clock,
            long limit,
            DoubleSupplier waiting,
            Supplier<Boolean> full) {
        this.broker = broker;
        this.deadline = deadline;
        this.clock = clock;
        this.limit = limit;
        this.waiting = waiting;
        this.full = full;
    }

    /** @throws Refused when nothing can be stored now */
    void requireRoom() throws Refused {
        if (full.get()) {
            throw Refused.unavailable("DISK_FULL", "the broker's disk is full");
        }
        if (waiting.getAsDouble() >= limit) {
            throw Refused.unavailable("INBOX_FULL", limit + " deliveries wait: upvest.inbox.limit");
        }
    }

    /** Stores a delivery; it is on the broker's disk when this returns. */
    void store(Body body) {
        broker.execute(session -> {
            BytesMessage message = session.createBytesMessage();
            StoredDelivery.describe(
                    message, UUID.randomUUID(), body.deliveryId(), clock.instant(), body.subscription());
            try (InputStream content = body.open()) {
                if (body.file() == null) {
                    message.writeBytes(body.bytes());
                } else {
                    message.setObjectProperty("JMS_AMQ_InputStream", content);
                }
                send(session, message);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
    }

    private void send(Session session, BytesMessage message) throws JMSException {
        deadline.bound(session, (open, sent) -> {
            open.createProducer(open.createQueue(StoredDelivery.QUEUE)).send(message);
            sent.run();
        });
    }
}

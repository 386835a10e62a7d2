package upvest.gateway.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import upvest.gateway.broker.Deadline;
import upvest.gateway.broker.DiskRoom;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.delivery.Dispatchers;
import upvest.gateway.delivery.StoredDelivery;

/** Puts deliveries into {@code upvest.inbox}, where they wait for the dispatchers. */
final class Inbox implements AutoCloseable {

    private final JmsTemplate broker;
    private final Deadline deadline;
    private final Clock clock;
    private final long limit;
    private final DoubleSupplier waiting;
    private final @Nullable EmbeddedBroker embedded;
    private final Dispatchers dispatchers;
    private final Duration longest;
    private final ExecutorService senders;

    /**
     * @param limit so many deliveries may wait
     * @param waiting how many do, as the broker last told; not a number while it does not
     * @param embedded the broker where it is inside, whose disk is watched
     * @param longest wait for the broker
     * @param atOnce so many may wait for it
     */
    Inbox(
            JmsTemplate broker,
            Deadline deadline,
            Clock clock,
            long limit,
            DoubleSupplier waiting,
            @Nullable EmbeddedBroker embedded,
            Dispatchers dispatchers,
            Duration longest,
            int atOnce) {
        this.broker = broker;
        this.deadline = deadline;
        this.clock = clock;
        this.limit = limit;
        this.waiting = waiting;
        this.embedded = embedded;
        this.dispatchers = dispatchers;
        this.longest = longest;
        this.senders = new ThreadPoolExecutor(
                0, atOnce, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), new CustomizableThreadFactory("inbox-"));
    }

    /**
     * Room for a delivery while it arrives.
     *
     * @param bytes its length at most
     * @return to be closed when it is stored or is not; null where the broker's disk is not this machine's concern
     * @throws Refused when nothing can be stored now
     */
    DiskRoom.@Nullable Share requireRoom(long bytes) throws Refused {
        if (waiting.getAsDouble() >= limit) {
            throw new Refused(RefusalReason.INBOX_FULL, limit + " deliveries wait: upvest.inbox.limit");
        }
        if (embedded == null) {
            return null;
        }
        String full = embedded.full();
        DiskRoom.Share share = full.isEmpty() ? embedded.room().share(bytes) : null;
        if (share == null) {
            throw new Refused(
                    RefusalReason.DISK_FULL, full.isEmpty() ? embedded.room().told() : full);
        }
        return share;
    }

    /**
     * Stores a delivery; it is on the broker's disk when this returns.
     *
     * @param body closed in any case, when it is of no more use
     * @throws Refused when the broker does not say in time that it has it; if it has after all, the sender's retry will be
     *     a duplicate
     */
    void store(Body body) throws Exception {
        Future<?> answer;
        try {
            answer = senders.submit(() -> {
                try (body) {
                    send(body);
                }
                return null;
            });
        } catch (RejectedExecutionException e) {
            body.close();
            throw new Refused(RefusalReason.NOT_STORED, "all that may wait for the broker do");
        }
        try {
            answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Refused(RefusalReason.NOT_STORED, "the broker has not answered in " + longest.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new Refused(
                    RefusalReason.NOT_STORED,
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
        }
    }

    private void send(Body body) {
        broker.execute(session -> {
            BytesMessage message = session.createBytesMessage();
            StoredDelivery.describe(message, UUID.randomUUID(), body.deliveryId(), clock.instant());
            try (InputStream content = body.open()) {
                if (body.file() == null) {
                    message.writeBytes(body.bytes());
                } else {
                    message.setObjectProperty("JMS_AMQ_InputStream", content);
                }
                String queue = dispatchers.queue(body.subscription());
                send(session, queue, message);
                dispatchers.serve(queue);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
    }

    private void send(Session session, String queue, BytesMessage message) throws JMSException {
        deadline.bound(session, (open, sent) -> {
            open.createProducer(open.createQueue(queue)).send(message);
            sent.run();
        });
    }

    @Override
    public void close() {
        senders.shutdown();
    }
}

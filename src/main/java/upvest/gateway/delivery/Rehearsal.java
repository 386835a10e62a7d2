package upvest.gateway.delivery;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Carries deliveries through a trunk that neither has a ledger nor sends: it tells what would have been sent. Whatever the
 * routes do, it comes to an end: an event that takes too long is ended as the dispatchers end one.
 */
public final class Rehearsal {
    /** Why an event that comes after those did not go anywhere. */
    public static final String NOT_TRIED = "not tried, too many events before it did not end";

    private static final Duration LOOK = Duration.ofMillis(100);
    /** A minute. */
    private static final int MOST_LOOKS = 600;
    /** Routes that hang do so with many events, and two tell as much. */
    private static final int MOST_LATE = 2;

    private final CamelContext camel;
    private final DeliveryParser parser;
    private final ConnectionFactory connections;
    private final Duration longest;
    private int late;

    /**
     * @param connections makes messages only
     * @param longest time of an event in its route
     */
    public Rehearsal(CamelContext camel, DeliveryParser parser, ConnectionFactory connections, Duration longest) {
        this.camel = camel;
        this.parser = parser;
        this.connections = connections;
        this.longest = longest;
    }

    /**
     * What became of a delivery.
     *
     * @param events its events; the whole delivery as the only one when it cannot be cut
     */
    public record Ended(List<Event> events, Map<UUID, List<SentMessage>> sent) {}

    /** A thread of its own, which is left to itself when nothing ends it. */
    private final class Attempt {
        private final FutureTask<Ended> work;
        private volatile @Nullable EventLimit limit;

        Attempt(StoredDelivery stored) {
            work = new FutureTask<>(() -> {
                EventLimit mine = new EventLimit(longest, new HashMap<>());
                limit = mine;
                return carry(stored, mine);
            });
        }

        Ended run() throws InterruptedException, ExecutionException {
            Thread thread = new Thread(work, "trial");
            thread.setDaemon(true);
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            thread.start();
            for (int looks = 0; looks < MOST_LOOKS; looks++) {
                try {
                    Ended ended = work.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    thread.join();
                    return ended;
                } catch (TimeoutException e) {
                    look(limit);
                }
            }
            late = MOST_LATE;
            throw new IllegalStateException("the trunk does not come to an end with this delivery");
        }

        private void look(@Nullable EventLimit watched) {
            if (watched != null && watched.look()) {
                late++;
            }
            if (watched != null && watched.stuck()) {
                throw new IllegalStateException(watched.giveUp().told());
            }
        }
    }

    /** @throws IllegalStateException when the trunk does not carry it to its end */
    public Ended run(StoredDelivery stored) {
        if (late >= MOST_LATE) {
            throw new IllegalStateException(NOT_TRIED);
        }
        try {
            return new Attempt(stored).run();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IllegalStateException told ? told : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Ended carry(StoredDelivery stored, EventLimit limit) {
        Delivery delivery = parser.parse(stored);
        try (var connection = connections.createConnection();
                var session = connection.createSession();
                ProducerTemplate trunk = camel.createProducerTemplate()) {
            DeliveryTransaction transaction = DeliveryTransaction.begin(session, null, null, limit);
            transaction.beginDelivery(delivery, stored.claimId());
            Exchange exchange = Dispatch.exchange(camel, delivery);
            trunk.send("direct:accept-delivery", exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return new Ended(transaction.endDelivery().events(), transaction.sent());
        } catch (JMSException e) {
            throw new IllegalStateException("a message names no queue", e);
        } catch (Exception e) {
            throw new IllegalStateException("the trunk fails with this delivery: " + Causes.told(e), e);
        } finally {
            DeliveryTransaction.end();
        }
    }
}

package upvest.bench;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The enterprise: one plain consumer on each queue, which counts what arrives. */
final class Drain implements AutoCloseable {
    static final List<String> DOMAINS =
            List.of("users", "accounts", "orders", "portfolios", "payments", "securities", "reports");

    /** Name and password of the consumers; the floor and all on the gateway's broker know them. */
    static final String LOGIN = "bench";

    private static final List<String> FAILURES = List.of("invalid", "dead", "unknown");
    private static final List<String> OUTBOXES = List.of("mail", "files");

    /** Bytes of messages that are acknowledged together. With more, a rare type keeps old files of the journal in use. */
    private static final int ACKNOWLEDGED = 16 * 1024;

    private final Connection connection;
    private final Map<String, AtomicLong> counts = new LinkedHashMap<>();
    private volatile Arrivals arrivals = new Arrivals(List.of());

    /**
     * Attaches the consumers.
     *
     * @param outboxes whether to read the outboxes too; the gateway reads its own
     */
    Drain(int brokerPort, boolean outboxes) throws JMSException {
        ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + brokerPort);
        broker.setDupsOKBatchSize(ACKNOWLEDGED);
        connection = broker.createConnection(LOGIN, LOGIN);
        for (List<String> queues : List.of(DOMAINS, FAILURES, outboxes ? OUTBOXES : List.<String>of())) {
            for (String queue : queues) {
                AtomicLong count = new AtomicLong();
                counts.put(queue, count);
                Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
                boolean domain = DOMAINS.contains(queue);
                session.createConsumer(session.createQueue("upvest." + queue)).setMessageListener(message -> {
                    if (domain) {
                        note(message);
                    }
                    count.incrementAndGet();
                });
            }
        }
        connection.start();
    }

    private void note(Message message) {
        try {
            arrivals.arrived(message.getStringProperty("UpvestEventId"));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on the time of each event is noted here. */
    void note(Arrivals here) {
        arrivals = here;
    }

    /** Events that arrived on the domains' queues so far. */
    long arrived() {
        return sum(DOMAINS);
    }

    /** Events that arrived where none of these deliveries should go. */
    long failed() {
        return sum(FAILURES);
    }

    private long sum(List<String> queues) {
        return queues.stream().mapToLong(queue -> counts.get(queue).get()).sum();
    }

    /** Waits until so many have arrived, or none has for a while. */
    void await(long events) throws InterruptedException {
        long seen = arrived();
        long since = System.nanoTime();
        while (seen < events && System.nanoTime() - since < 3_000_000_000L) {
            Thread.sleep(5);
            if (arrived() != seen) {
                seen = arrived();
                since = System.nanoTime();
            }
        }
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}

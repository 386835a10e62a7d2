package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Session;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.SessionProxy;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/**
 * Broker or ledger are away, full, silent, slow or busy: without a broker 503 in a bounded time, without a ledger 200; no
 * more threads however long it lasts, and afterwards, without a restart, the first delivery is taken and each event that
 * was accepted is on its queue once. The table is docs/reference/outages.md.
 */
class OutageTest {
    private static final Duration GENEROUS = Duration.ofSeconds(60);
    private static final int AT_ONCE = 6;

    private static TestGateway apart;
    private static TestGateway inside;
    private static ExecutorService clients;

    /** Where broker and ledger are. */
    enum Where {
        /** ActiveMQ Artemis and PostgreSQL, each behind a line. */
        APART,
        /** The embedded broker and ledger. */
        INSIDE
    }

    /** What happens to a gateway, and how it ends. */
    interface Event {
        AutoCloseable strike(TestGateway gateway) throws Exception;
    }

    /** One row of the table. */
    record Outage(String name, Where where, Event event, Set<Integer> answers) {
        Outage(String name, Where where, Event event) {
            this(name, where, event, Set.of(200));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = Map.of("upvest.ledger.connections", "3", "spring.jmx.unique-names", "true");
        inside = TestGateway.start(settings);
        Map<String, String> both = new TreeMap<>(settings);
        both.put("ledger", "postgres");
        both.put("broker", "standalone");
        apart = TestGateway.start(both);
        clients = Executors.newFixedThreadPool(AT_ONCE);
    }

    @AfterAll
    static void stop() throws IOException {
        clients.shutdownNow();
        apart.close();
        inside.close();
    }

    static Stream<Outage> outages() {
        return Stream.of(
                new Outage(
                        "the broker is not there",
                        Where.APART,
                        gateway -> {
                            gateway.brokerLine().cut();
                            return gateway.brokerLine()::mend;
                        },
                        Set.of(503)),
                new Outage(
                        "the broker is silent",
                        Where.APART,
                        gateway -> {
                            gateway.brokerLine().silence();
                            return gateway.brokerLine()::mend;
                        },
                        Set.of(503)),
                new Outage(
                        "the broker is slow",
                        Where.APART,
                        gateway -> {
                            gateway.brokerLine().slow(Duration.ofSeconds(1));
                            return gateway.brokerLine()::mend;
                        },
                        Set.of(200, 503)),
                new Outage("the broker's disk is full", Where.INSIDE, OutageTest::fillDisk, Set.of(503)),
                new Outage(
                        "the embedded broker ends because it cannot write",
                        Where.INSIDE,
                        OutageTest::failToWrite,
                        Set.of(200, 503)),
                new Outage("the ledger is not there", Where.APART, gateway -> {
                    gateway.ledgerLine().cut();
                    return gateway.ledgerLine()::mend;
                }),
                new Outage("the ledger is silent", Where.APART, gateway -> {
                    gateway.ledgerLine().silence();
                    return gateway.ledgerLine()::mend;
                }),
                new Outage("the ledger is slow", Where.APART, gateway -> {
                    gateway.ledgerLine().slow(Duration.ofMillis(800));
                    return gateway.ledgerLine()::mend;
                }),
                new Outage(
                        "both are silent",
                        Where.APART,
                        gateway -> {
                            gateway.brokerLine().silence();
                            gateway.ledgerLine().silence();
                            return () -> {
                                gateway.brokerLine().mend();
                                gateway.ledgerLine().mend();
                            };
                        },
                        Set.of(503)),
                new Outage("the ledger's table is locked", Where.APART, gateway -> {
                    Connection other = gateway.bean(DataSource.class).getConnection();
                    other.setAutoCommit(false);
                    other.createStatement().execute("LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE");
                    return closing(List.of(other));
                }),
                new Outage("all connections to PostgreSQL are taken", Where.APART, OutageTest::takeAllConnections));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void isAnsweredInTimeAndAllThatWasAcceptedArrivesOnce(Outage outage) throws Exception {
        TestGateway gateway = outage.where() == Where.APART ? apart : inside;
        assertAccepted(gateway);
        assertThat(drained(gateway)).isEqualTo(AT_ONCE);

        List<String> deliveries = deliveries();
        AutoCloseable end = outage.event().strike(gateway);
        try {
            await("no more threads than the deliveries before them needed")
                    .atMost(GENEROUS)
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> {
                        List<String> threads = threads();
                        assertThat(answers(gateway, deliveries)).isSubsetOf(outage.answers());
                        assertThat(threads()).hasSizeLessThanOrEqualTo(threads.size());
                    });
        } finally {
            end.close();
        }

        assertAccepted(gateway, deliveries);
        assertThat(drained(gateway)).isEqualTo(AT_ONCE);
    }

    @Test
    void aSessionThatDiedAmongThoseThatAreKeptIsNotUsedAgain() throws Exception {
        CachingConnectionFactory connections = inside.bean(CachingConnectionFactory.class);
        connections.resetConnection(); // no other is kept
        try (var connection = connections.createConnection();
                var session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            ((SessionProxy) session).getTargetSession().close();
        }
        assertAccepted(inside);
        assertThat(drained(inside)).isEqualTo(AT_ONCE);
    }

    private static void assertAccepted(TestGateway gateway) {
        assertAccepted(gateway, deliveries());
    }

    /**
     * The embedded broker takes them at once. On a busy machine another broker may be late: they are repeated until each
     * has got its 200, as Upvest does.
     */
    private static void assertAccepted(TestGateway gateway, List<String> deliveries) {
        if (gateway == inside) {
            assertThat(answers(gateway, deliveries)).containsOnly(200);
            return;
        }
        await("each delivery has its 200")
                .atMost(GENEROUS)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(answers(gateway, deliveries)).containsOnly(200));
    }

    private static List<Integer> answers(TestGateway gateway, List<String> deliveries) {
        return deliveries.stream()
                .map(delivery -> CompletableFuture.supplyAsync(
                        () -> Deliverer.postWithin(GENEROUS, gateway.url(), delivery), clients))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /**
     * Those of the gateway; the line's and the client's are the test's own. Each subscription has a dispatcher, and a
     * bounded number of threads waits for the broker.
     */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.matches("(cuttable-line|HttpClient|inbox-|dispatcher-).*"))
                .sorted()
                .toList();
    }

    private static int drained(TestGateway gateway) throws Exception {
        return Channels.drain(gateway.brokerUrl(), "users").size();
    }

    private static AutoCloseable fillDisk(TestGateway gateway) throws Exception {
        var monitor = ((ActiveMQServerImpl) gateway.bean(EmbeddedBroker.class).server()).getMonitor();
        long free = monitor.getMinDiskFree();
        monitor.setMinDiskFree(Long.MAX_VALUE).tick();
        return () -> monitor.setMinDiskFree(free).tick();
    }

    /** What its journal tells it when a write fails. It is started again by itself. */
    private static AutoCloseable failToWrite(TestGateway gateway) {
        var server = (ActiveMQServerImpl) gateway.bean(EmbeddedBroker.class).server();
        AtomicInteger starts = new AtomicInteger();
        server.registerActivateCallback(new ActivateCallback() {
            @Override
            public void activated() {
                starts.incrementAndGet();
            }
        });
        server.getIoCriticalErrorListener().onIOException(new IOException("no space left"), "a test", "no file");
        return () -> await().atMost(GENEROUS).until(() -> starts.get() == 1);
    }

    private static AutoCloseable takeAllConnections(TestGateway gateway) throws SQLException {
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            taken.add(gateway.bean(DataSource.class).getConnection());
        }
        return closing(taken);
    }

    private static AutoCloseable closing(List<Connection> connections) {
        return () -> {
            for (Connection connection : connections) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                connection.close();
            }
        };
    }

    private static List<String> deliveries() {
        return Stream.generate(OutageTest::delivery).limit(AT_ONCE).toList();
    }

    /** Longer than what a broker lets its clients send in advance. */
    private static String delivery() {
        return "{\"payload\":[{\"id\":\"" + UUID.randomUUID()
                + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"USER.CREATED\",\"object\":{\"id\":\""
                + UUID.randomUUID() + "\",\"type\":\"USER\"},\"webhook_id\":\"" + UUID.randomUUID()
                + "\",\"extra\":\"" + "x".repeat(40_000) + "\"}]}";
    }
}

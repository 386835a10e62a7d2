package upvest.examples.springjms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import upvest.gateway.consumerkit.DeadLetter;
import upvest.gateway.consumerkit.Event;
import upvest.gateway.consumerkit.Events;
import upvest.gateway.consumerkit.Poison;
import upvest.gateway.consumerkit.UpvestQueues;
import upvest.gateway.consumerkit.UpvestQueuesExtension;

@ExtendWith({UpvestQueuesExtension.class, OutputCaptureExtension.class})
class OrderListenerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Events ORDERS = Events.seeded(42)
            .ofType("ORDER.NEW", "ORDER.PROCESSING", "ORDER.FILLED")
            .aboutObjects(30)
            .reorderedAcrossObjects();

    private final UpvestQueues queues;

    @TempDir
    Path data;

    private ConfigurableApplicationContext application;

    OrderListenerTest(UpvestQueues queues) {
        this.queues = queues;
    }

    @BeforeEach
    void start() {
        start("file:" + data.resolve("orders"));
    }

    private void start(String database) {
        application = new SpringApplicationBuilder(OrdersApplication.class)
                .run(
                        "--spring.artemis.broker-url=" + queues.url(),
                        "--orders.outage.first-pause=10ms",
                        "--orders.outage.longest-pause=100ms",
                        "--spring.datasource.hikari.connection-timeout=250",
                        "--spring.datasource.url=jdbc:h2:" + database + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void handlesWhatComesTwiceOnce() {
        queues.send(ORDERS.duplicates());
        queues.send(ORDERS);
        queues.awaitDrained(PATIENCE);
        queues.assertNoDeadLetters();
        assertThat(steps()).isEqualTo(expected(ORDERS));
    }

    @Test
    void keepsTheOrderOfEachObjectWithFourConsumers() {
        queues.awaitConsumers("orders", 4, PATIENCE);
        queues.send(ORDERS);
        queues.awaitDrained(PATIENCE);
        assertThat(steps()).isEqualTo(expected(ORDERS));
        assertThat(database().queryForList("SELECT DISTINCT consumer FROM order_step", String.class))
                .as("consumers that took part")
                .hasSizeGreaterThan(1);
        assertThat(
                        database()
                                .queryForList(
                                        "SELECT order_id FROM order_step GROUP BY order_id HAVING COUNT(DISTINCT consumer) > 1"))
                .as("orders that several consumers worked on")
                .isEmpty();
    }

    @Test
    void livesThroughEveryPoison() {
        Events poisoned = ORDERS.poison(Poison.values());
        queues.send(poisoned);
        queues.awaitDrained(PATIENCE);
        queues.assertNoDeadLetters();
        assertThat(steps()).isEqualTo(expected(poisoned));
    }

    @Test
    void oneEventThatFailsIsDeadAndTheOthersGoOn() {
        Event failing = ORDERS.list().get(4);
        database().execute("ALTER TABLE handled_event ADD CHECK (event_id <> '" + failing.id() + "')");
        queues.send(ORDERS);
        assertThat(queues.awaitDeadLetters(1, PATIENCE))
                .containsExactly(new DeadLetter(failing.id(), failing.type(), "upvest.orders"));
        queues.awaitDrained(PATIENCE);
        assertThat(steps())
                .isEqualTo(expected(ORDERS.list().stream()
                        .filter(event -> event != failing && !event.id().equals(failing.id()))
                        .toList()));
    }

    /** The database is away for longer than ten attempts take. */
    @Test
    void waitsForItsDatabaseAndKeepsTheOrder(CapturedOutput output) throws Exception {
        stop();
        int port = freePort();
        Process database = database(port);
        start("tcp://127.0.0.1:" + port + "/./away");
        queues.awaitConsumers("orders", 4, PATIENCE);
        database.destroy(); // which lets it write what it has
        database.waitFor();
        queues.send(ORDERS);
        await().atMost(PATIENCE).until(() -> output.toString().split("the database is away").length > 44);
        queues.awaitDelivering("orders", 1, PATIENCE);
        queues.assertNoDeadLetters();
        database = database(port);
        queues.awaitDrained(PATIENCE);
        queues.assertNoDeadLetters();
        assertThat(steps()).isEqualTo(expected(ORDERS));
        application.close();
        database.destroyForcibly();
        assertThat(output)
                .as("the broker of the kit says nothing of each message")
                .doesNotContain("activemq.audit.message");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A database in a process of its own, which can be killed. */
    private Process database(int port) throws Exception {
        String jar = Path.of(Server.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        jar,
                        Server.class.getName(),
                        "-tcp",
                        "-tcpPort",
                        Integer.toString(port),
                        "-ifNotExists",
                        "-baseDir",
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("database.log").toFile())
                .start();
        await().atMost(PATIENCE).until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return process;
    }

    @Test
    void goesOnAfterARestartOfTheBrokerAndOfItself() {
        queues.send(ORDERS);
        queues.restart();
        stop();
        start();
        queues.send(ORDERS.ofType("ORDER.CANCELLED"));
        queues.awaitDrained(PATIENCE);
        queues.assertNoDeadLetters();
        assertThat(steps()).isEqualTo(expected(ORDERS.ofType("ORDER.CANCELLED")));
    }

    private JdbcTemplate database() {
        return application.getBean(JdbcTemplate.class);
    }

    /** The types of each order's events in the order in which they were handled. */
    private Map<String, List<String>> steps() {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        database().query("SELECT order_id, event_type FROM order_step ORDER BY step", row -> {
            steps.computeIfAbsent(row.getString(1), any -> new ArrayList<>()).add(row.getString(2));
        });
        return steps;
    }

    private static Map<String, List<String>> expected(Iterable<Event> events) {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        for (Event event : events) {
            if (event.objectId() != null && !event.copy()) {
                expected.computeIfAbsent(event.objectId(), any -> new ArrayList<>())
                        .add(event.type());
            }
        }
        return expected;
    }
}

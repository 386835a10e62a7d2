package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** A broker and a PostgreSQL of their own are backed up under load, the database first, and restored elsewhere. */
@EnabledIf(value = "pgDumpIsThere", disabledReason = "there is no pg_dump, or no kill -STOP")
class StandaloneBackUpTest {
    private static final int SENDERS = 4;

    @TempDir
    Path folder;

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    static boolean pgDumpIsThere() throws InterruptedException {
        try {
            return new ProcessBuilder("pg_dump", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatWasAcceptedBeforeIsThereAndWhatIsNotInTheLedgerIsTold() throws Exception {
        Path dump = folder.resolve("ledger.dump");
        Path copy = folder.resolve("copy");
        Set<String> before = backUp(dump, copy);
        BrokerProcess broker = new BrokerProcess(folder.resolve("restored"), BrokerProcess.freePort(), List.of());
        FileSystemUtils.copyRecursively(copy, folder.resolve("restored/data"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            postgresql(postgres, "pg_restore", "--dbname=postgres", dump.toString());
            broker.start();
            broker.awaitReady();
            try (TestGateway restored = TestGateway.start(settings(broker, postgres))) {
                assertThat(compared(restored, broker, postgres)).containsAll(before);
            }
        } finally {
            broker.end();
        }
    }

    /** Under load; returns what was accepted before it began. */
    private Set<String> backUp(Path dump, Path copy) throws Exception {
        BrokerProcess broker = new BrokerProcess(folder.resolve("broker"));
        AtomicBoolean goesOn = new AtomicBoolean(true);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            broker.awaitReady();
            try (TestGateway gateway = TestGateway.start(settings(broker, postgres))) {
                for (int i = 0; i < SENDERS; i++) {
                    senders.submit(() -> {
                        while (goesOn.get()) {
                            deliver(gateway, UUID.randomUUID().toString());
                        }
                    });
                }
                awaitMore(200);
                Set<String> before = Set.copyOf(accepted);
                postgresql(postgres, "pg_dump", "--format=custom", "--file=" + dump, "postgres");
                awaitMore(20); // makes sure that the two are of different moments
                broker.frozen(
                        () -> run("cp", "-a", folder.resolve("broker/data").toString(), copy.toString()));
                awaitMore(20);
                return before;
            } finally {
                goesOn.set(false);
                senders.shutdown();
                assertThat(senders.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
            }
        } finally {
            broker.end();
        }
    }

    private void deliver(TestGateway gateway, String id) {
        if (Deliverer.post(gateway.url(), delivery(id)).statusCode() == 200) {
            accepted.add(id);
        }
    }

    private void awaitMore(int more) {
        int until = accepted.size() + more;
        await().atMost(Duration.ofMinutes(2)).until(() -> accepted.size() >= until);
    }

    /** Returns what waits at first. */
    private List<String> compared(TestGateway restored, BrokerProcess broker, EmbeddedPostgres postgres)
            throws Exception {
        Channels.awaitDispatched(broker.clientUrl());
        String said = reconciled(restored);
        List<String> waiting = users(broker);
        Set<String> known = known(postgres);
        long unknown = waiting.stream().filter(id -> !known.contains(id)).count();
        System.out.printf("%d accepted, %d waiting, %d not in the ledger%n", accepted.size(), waiting.size(), unknown);
        assertThat(waiting).doesNotHaveDuplicates();
        assertThat(unknown).as("dispatched between the two").isPositive();
        assertThat(said).contains("not in the ledger: " + unknown + " of the messages on upvest.users");
        List<String> lost =
                accepted.stream().filter(id -> !waiting.contains(id)).toList();
        for (String id : List.copyOf(accepted)) {
            assertThat(Deliverer.postWithin(Duration.ofMinutes(1), restored.url(), delivery(id)))
                    .isEqualTo(200);
        }
        assertThat(users(broker))
                .as("what is sent again and was known is a duplicate")
                .hasSize((int) unknown + lost.size())
                .containsAll(lost)
                .doesNotContainAnyElementsOf(known);
        return waiting;
    }

    private static Map<String, String> settings(BrokerProcess broker, EmbeddedPostgres postgres) {
        return Map.of(
                "upvest.broker.url", broker.url(),
                "upvest.broker.user", "upvest",
                "upvest.broker.password", "secret",
                "upvest.ledger.url", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "upvest.ledger.user", "postgres");
    }

    private static Set<String> known(EmbeddedPostgres postgres) throws SQLException {
        Set<String> known = new HashSet<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT event_id FROM ledger")) {
            while (row.next()) {
                known.add(row.getString(1));
            }
        }
        return known;
    }

    private static List<String> users(BrokerProcess broker) throws JMSException {
        return Channels.drain(broker.clientUrl(), "users").stream()
                .map(Channels.Received::correlationId)
                .toList();
    }

    private static String reconciled(TestGateway gateway) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        "bin/gateway",
                        "reconcile",
                        "--since",
                        "1h",
                        "--url",
                        "http://127.0.0.1:" + gateway.actuatorUrl("").getPort())
                .redirectErrorStream(true);
        command.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "UPVEST_DATA",
                        gateway.data().toString()));
        return new String(command.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void postgresql(EmbeddedPostgres postgres, String tool, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(tool, "--host=127.0.0.1", "--port=" + postgres.getPort(), "--username=postgres"));
        command.addAll(List.of(words));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static String delivery(String id) {
        return "{\"payload\":[{\"id\":\"" + id
                + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"USER.CREATED\",\"object\":{\"id\":\""
                + id + "\",\"type\":\"USER\"},\"webhook_id\":\"a6f2c3de-32a9-4c5d-9f39-8c8b4d3c7b11\"}]}";
    }
}

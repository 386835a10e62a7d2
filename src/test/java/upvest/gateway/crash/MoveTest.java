package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** From embedded to a broker and a PostgreSQL of their own, as the page says, with everything that waits. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class MoveTest {
    private static final Path PAGE = Path.of("docs/how-to/move-to-artemis-and-postgresql.md");
    private static final Pattern SQL = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void whatWaitsAndWhatWasSeenGoesAlong() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path csv = folder.resolve("events.csv");
        String routed = FreshIds.of(Files.readString(Path.of("samples/published/every-type.json")));
        String held = FreshIds.of(Files.readString(Path.of("samples/published/every-type.json")));
        try (TestGateway embedded = TestGateway.start(Map.of("upvest.data", data.toString()))) {
            assertThat(Deliverer.post(embedded.url(), routed).statusCode()).isEqualTo(200);
            embedded.bean(CamelContext.class).getRouteController().stopRoute("accept-event");
            assertThat(Deliverer.post(embedded.url(), held).statusCode()).isEqualTo(200);
            assertThat(reconcile(embedded, data, "--csv", csv.toString())).contains("60 events received");
        }
        BrokerProcess broker = new BrokerProcess(folder.resolve("broker"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            broker.awaitReady();
            broker.kill();
            FileSystemUtils.deleteRecursively(folder.resolve("broker/data"));
            FileSystemUtils.copyRecursively(data.resolve("broker"), folder.resolve("broker/data"));
            broker.start();
            Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
            try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
                moveLedger(connection, csv);
            }
            broker.awaitReady();
            arrivesOnce(broker, postgres, routed);
        } finally {
            broker.end();
        }
    }

    private static void moveLedger(Connection connection, Path csv) throws IOException, SQLException {
        List<MatchResult> blocks = SQL.matcher(Files.readString(PAGE)).results().toList();
        try (Statement statement = connection.createStatement();
                Reader rows = Files.newBufferedReader(csv)) {
            statement.execute(blocks.get(0).group(1));
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY moved FROM STDIN WITH (FORMAT csv, HEADER)", rows);
            statement.execute(blocks.get(1).group(1));
        }
    }

    private static void arrivesOnce(BrokerProcess broker, EmbeddedPostgres postgres, String routed) throws Exception {
        Map<String, String> settings = Map.of(
                "upvest.broker.url", broker.url(),
                "upvest.broker.user", "upvest",
                "upvest.broker.password", "secret",
                "upvest.ledger.url", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "upvest.ledger.user", "postgres");
        try (TestGateway moved = TestGateway.start(settings)) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> reconcile(moved, moved.data()).contains("120 events received, all accounted for"));
            assertThat(Deliverer.post(moved.url(), routed).statusCode()).isEqualTo(200);
            List<String> ids = ids(broker);
            assertThat(ids).hasSize(120);
            assertThat(new HashSet<>(ids)).hasSize(120);
        }
    }

    private static List<String> ids(BrokerProcess broker) throws JMSException {
        List<String> ids = new ArrayList<>();
        Channels.drain(broker.clientUrl())
                .values()
                .forEach(messages -> messages.forEach(message -> ids.add(message.correlationId())));
        return ids;
    }

    private static String reconcile(TestGateway gateway, Path data, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("bin/gateway", "reconcile", "--since", "1h", "--url"));
        words.add("http://127.0.0.1:" + gateway.actuatorUrl("").getPort());
        words.addAll(List.of(more));
        ProcessBuilder command = new ProcessBuilder(words).redirectErrorStream(true);
        command.environment()
                .putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "UPVEST_DATA", data.toString()));
        return new String(command.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

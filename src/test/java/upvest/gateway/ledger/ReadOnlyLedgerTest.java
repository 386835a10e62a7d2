package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/**
 * A PostgreSQL that may be read but not written for a while, and sessions that began then: deliveries wait, it is told, and
 * all goes on by itself.
 */
class ReadOnlyLedgerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'";

    /** {@code ALTER DATABASE} holds for sessions that begin later, {@code ALTER SYSTEM} for all of them at once. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {"ALTER DATABASE postgres; " + END_OTHERS, "ALTER SYSTEM; SELECT pg_reload_conf()"})
    void isWaitedForAndLeftBehind(String level, String then) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", "postgres"));
                Connection operator = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + gateway.ledgerLine().port() + "/postgres?user=postgres");
                Statement statement = operator.createStatement()) {
            deliver(gateway);
            assertThat(Channels.drain(gateway.brokerUrl(), "users")).hasSize(1);

            statement.execute(level + " SET default_transaction_read_only = on");
            statement.execute(then);
            deliver(gateway);
            deliver(gateway);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.attention())
                    .anyMatch(line ->
                            line.startsWith("deliveries wait in the inbox since ") && line.contains("read-only")));
            assertThat(gateway.actuator("health/readiness").statusCode())
                    .as("deliveries are taken")
                    .isEqualTo(200);
            assertThat(Channels.take(gateway.brokerUrl(), "users")).isEmpty();

            writable(statement, level, then);
            deliver(gateway);
            assertThat(Channels.drain(gateway.brokerUrl(), "users")).hasSize(3);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(gateway.attention()).noneMatch(line -> line.contains("ledger")));
        }
    }

    private static void writable(Statement statement, String level, String then) throws SQLException {
        statement.execute("SET default_transaction_read_only = off"); // for this session, which changes it for all
        statement.execute(level + " RESET default_transaction_read_only");
        if (level.endsWith("SYSTEM")) {
            statement.execute(then);
        }
    }

    private static void deliver(TestGateway gateway) throws IOException {
        String sample = Files.readString(Path.of("samples/published/user-created.json"));
        assertThat(Deliverer.postWithin(PATIENCE, gateway.url(), FreshIds.of(sample)))
                .isEqualTo(200);
    }
}

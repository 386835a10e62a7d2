package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.jdbc.core.JdbcTemplate;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** Two gateways: on one PostgreSQL they share the work, on one folder the second does not start. */
class TwoGatewaysTest {

    @ParameterizedTest
    @ValueSource(strings = {"empty", "first version"})
    void startAtTheSameTimeOnALedgerThatIs(String ledger) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            JdbcTemplate database = new JdbcTemplate(postgres.getPostgresDatabase());
            if (ledger.equals("first version")) {
                Flyway.configure()
                        .dataSource(postgres.getPostgresDatabase())
                        .target("1")
                        .load()
                        .migrate();
                database.update("INSERT INTO ledger (event_id, delivery_id, object_id, received_at, channel, claim_id)"
                        + " SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now(), 'upvest.users',"
                        + " gen_random_uuid() FROM generate_series(1, 1000)");
            }
            Map<String, String> settings = Map.of(
                    "upvest.ledger.url", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                    "upvest.ledger.user", "postgres",
                    "spring.jmx.unique-names", "true");
            CompletableFuture<TestGateway> starting = CompletableFuture.supplyAsync(() -> start(settings, "other"));
            try (TestGateway one = start(settings, "one");
                    TestGateway other = starting.join()) {
                takeADeliveryOnce(one, other);
            }
            assertThat(database.queryForList(
                            "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank",
                            String.class))
                    .as("migrations")
                    .containsExactlyElementsOf(migrations());
            assertThat(database.queryForObject(
                            "SELECT count(*) FROM ledger WHERE (object_key IS NULL) <> (object_id IS NULL)",
                            Integer.class))
                    .as("rows that were not migrated")
                    .isZero();
            if (ledger.equals("empty")) {
                changeAsALaterRelease(database);
                try (TestGateway older = start(settings, "older")) {
                    takeADeliveryOnce(older, older);
                }
            }
        }
    }

    /** A column more, which has a default, and a version that this release does not know. */
    private static void changeAsALaterRelease(JdbcTemplate database) {
        database.execute("ALTER TABLE ledger ADD COLUMN note VARCHAR DEFAULT '' NOT NULL");
        database.execute(
                "INSERT INTO flyway_schema_history SELECT installed_rank + 100, '99', 'note', type, 'V99__note.sql',"
                        + " checksum, installed_by, installed_on, execution_time, success FROM flyway_schema_history"
                        + " WHERE version = '1'");
    }

    private static List<String> migrations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            return files.map(file -> file.getFileName().toString().replaceAll("V|__.*", ""))
                    .sorted()
                    .toList();
        }
    }

    private static void takeADeliveryOnce(TestGateway one, TestGateway other) throws Exception {
        String delivery = FreshIds.of(Files.readString(Path.of("samples/published/every-type.json")));
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(
                () -> Deliverer.post(one.url(), delivery).statusCode());
        assertThat(Deliverer.post(other.url(), delivery).statusCode()).isEqualTo(200);
        assertThat(first.join()).isEqualTo(200);
        int taken = 0;
        for (TestGateway gateway : new HashSet<>(List.of(one, other))) {
            taken += Channels.drain(gateway.brokerUrl()).values().stream()
                    .mapToInt(List::size)
                    .sum();
        }
        assertThat(taken).isEqualTo(60);
    }

    @Test
    void theSecondOnOneFolderSaysWhyItDoesNotStart() throws IOException {
        try (TestGateway one = TestGateway.start(Map.of())) {
            Map<String, String> same =
                    Map.of("upvest.data", one.files().resolveSibling("").toString());
            assertThatThrownBy(() -> TestGateway.start(same).close()).hasStackTraceContaining("another gateway");
        }
    }

    /** Spring Boot sets up logging once for the whole JVM, which two at a time do to each other. */
    @BeforeAll
    static void leaveLoggingAlone() {
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    @AfterAll
    static void bringLoggingBack() {
        System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
    }

    /** @param name of its Camel context: two that look at the same moment whether one is taken would take the same */
    private static TestGateway start(Map<String, String> settings, String name) {
        Map<String, String> named = new HashMap<>(settings);
        named.put("camel.main.name", name);
        try {
            return TestGateway.start(named);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

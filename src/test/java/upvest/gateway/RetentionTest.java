package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** What is older than the retention is forgotten, while deliveries go on. */
@ExtendWith(OutputCaptureExtension.class)
class RetentionTest {
    private static final int OLD = 20_000;
    private static final int YOUNG = 5_000;

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void forgetsWhatIsOldWhileDeliveriesGoOn(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger, "upvest.ledger.retention", "30d"))) {
            String old = delivery();
            assertThat(post(gateway, old)).isEqualTo(200);
            gateway.restart(); // it forgets nothing before the first delivery tells the sender's time
            JdbcTemplate database = gateway.bean(JdbcTemplate.class);
            for (String table : List.of("ledger", "deliveries")) {
                database.update("UPDATE " + table + " SET received_at = received_at - INTERVAL '31' DAY");
            }
            enter(database, ledger, OLD, 31);
            enter(database, ledger, YOUNG, 29);

            int during = 0;
            while (gateway.counter("upvest_ledger_deleted_total") <= OLD) {
                assertThat(post(gateway, delivery())).isEqualTo(200);
                during++;
                assertThat(during).as("deliveries before all is deleted").isLessThan(20_000);
            }
            assertThat(during).as("deliveries while it deleted").isPositive();
            assertThat(gateway.counter("upvest_ledger_deleted_total")).isEqualTo(OLD + 1);
            assertThat(rows(gateway)).isEqualTo(YOUNG + during);
            int young = during;
            Awaitility.await("the old delivery is deleted")
                    .until(() -> database(gateway).queryForObject("SELECT count(*) FROM deliveries", Integer.class)
                            == young);
            assertThat(post(gateway, old)).as("forgotten, so it is new").isEqualTo(200);
            assertThat(rows(gateway)).isEqualTo(YOUNG + during + 1);
        }
    }

    @Test
    void triesAgainSoonWhenItCannotDelete(CapturedOutput output) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", "postgres", "upvest.ledger.retention", "30d"))) {
            enter(database(gateway), "postgres", 10, 31);
            String url = "jdbc:postgresql://127.0.0.1:" + gateway.ledgerLine().port() + "/postgres";
            try (Connection other = DriverManager.getConnection(url, "postgres", "")) {
                other.setAutoCommit(false);
                other.createStatement().execute("SELECT * FROM ledger FOR UPDATE");
                assertThat(post(gateway, delivery())).isEqualTo(200); // tells the sender's time
                Awaitility.await("a step that was given up")
                        .atMost(30, TimeUnit.SECONDS)
                        .until(() -> output.getOut().contains("old events could not be deleted"));
                other.rollback();
            }
            Awaitility.await("the next attempt")
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> gateway.counter("upvest_ledger_deleted_total") == 10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void keepsEverythingWhenToldSo(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger, "upvest.ledger.retention", "0"))) {
            enter(gateway.bean(JdbcTemplate.class), ledger, 10, 10_000);
            assertThat(post(gateway, delivery())).isEqualTo(200);
            gateway.restart();
            Awaitility.await().during(500, TimeUnit.MILLISECONDS).until(() -> rows(gateway) == 11);
        }
    }

    private static void enter(JdbcTemplate database, String ledger, int events, int days) {
        database.update(
                String.format(
                        "INSERT INTO ledger (event_id, delivery_id, event_type, received_at, channel, claim_id)"
                                + " SELECT %s, %1$s, 'USER.CREATED', CURRENT_TIMESTAMP - INTERVAL '%d' DAY,"
                                + " 'upvest.users', %1$s FROM %s(1, ?)",
                        ledger.equals("h2") ? "random_uuid()" : "gen_random_uuid()",
                        days,
                        ledger.equals("h2") ? "system_range" : "generate_series"),
                events);
    }

    private static int rows(TestGateway gateway) {
        return database(gateway).queryForObject("SELECT count(*) FROM ledger", Integer.class);
    }

    private static JdbcTemplate database(TestGateway gateway) {
        return gateway.bean(JdbcTemplate.class);
    }

    private static String delivery() throws IOException {
        return FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
    }

    private static int post(TestGateway gateway, String delivery) {
        return Deliverer.post(gateway.url(), delivery).statusCode();
    }
}

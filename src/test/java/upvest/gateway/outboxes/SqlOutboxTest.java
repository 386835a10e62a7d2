package upvest.gateway.outboxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** The component {@code sql} as {@code docs/how-to/add-a-component.md} says, with a data source beside the ledger's. */
@ExtendWith(OutputCaptureExtension.class)
class SqlOutboxTest {
    private static final Duration GENEROUS = Duration.ofMinutes(1);

    /** The class of one's own. */
    static final class Warehouse {
        @Bean(autowireCandidate = false)
        static DataSource warehouse(@Value("${upvest.ledger.url}") String url) {
            return new DriverManagerDataSource(url, "postgres", "");
        }
    }

    @Test
    void waitsForItsTableAndWritesWhatIsNotThere(CapturedOutput output) throws Exception {
        Map<String, String> settings = Map.of(
                "ledger",
                "postgres",
                "camel.main.routes-include-pattern",
                "file:routes/*.camel.yaml,file:routes/channels/*.camel.yaml,file:routes/domains/by-domain.camel.yaml,"
                        + "file:routes/domains/operations.camel.yaml,file:src/test/routes/warehouse.camel.yaml");
        String known = UUID.randomUUID().toString();
        String fresh = UUID.randomUUID().toString();
        try (TestGateway gateway = TestGateway.start(settings, Warehouse.class)) {
            String delivery = "{\"payload\":[" + order(known) + "," + order(fresh) + "]}";
            assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
            await().atMost(GENEROUS).until(() -> output.getOut().contains("an outbox fails"));

            JdbcTemplate database = gateway.bean(JdbcTemplate.class);
            database.execute("CREATE TABLE warehouse (id uuid PRIMARY KEY, event jsonb NOT NULL);"
                    + " INSERT INTO warehouse VALUES ('" + known + "', '{}')"); // as after an attempt that was cut off
            await().atMost(GENEROUS)
                    .until(() -> database.queryForList("SELECT event->>'id' FROM warehouse", String.class)
                            .contains(fresh));
            assertThat(database.queryForList("SELECT event::text FROM warehouse", String.class))
                    .hasSize(2)
                    .contains("{}");
            assertThat(output.getOut()).doesNotContain("event did not reach its domain");
        }
    }

    private static String order(String id) {
        return "{\"id\":\"" + id + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"ORDER.NEW\",\"object\":"
                + "{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"ORDER\"},\"webhook_id\":\"" + UUID.randomUUID()
                + "\"}";
    }
}

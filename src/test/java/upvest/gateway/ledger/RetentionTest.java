package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.LedgerRows;
import upvest.gateway.testing.TestGateway;

/** What is older than the retention is forgotten, while deliveries go on. */
@ExtendWith(OutputCaptureExtension.class)
class RetentionTest {
    private static final int OLD = 20_000;
    private static final int YOUNG = 5_000;

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "postgres"})
    void forgetsWhatIsOldWhileDeliveriesGoOn(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger, "upvest.ledger.retention", "30d"))) {
            String old = delivery();
            UUID oldDelivery = enter(gateway, 31, id(old));
            for (int i = 0; i < OLD / 100; i++) {
                enter(gateway, 31, events(100));
            }
            for (int i = 0; i < YOUNG / 100; i++) {
                enter(gateway, 29, events(100));
            }

            int during = 0;
            do {
                assertThat(post(gateway, delivery())).isEqualTo(200);
                during++;
                assertThat(during).as("deliveries before all is deleted").isLessThan(20_000);
            } while (gateway.counter("upvest_ledger_deleted_total") <= OLD);
            assertThat(gateway.counter("upvest_ledger_deleted_total")).isEqualTo(OLD + 1);
            assertThat(rows(gateway)).isEqualTo(YOUNG + during);
            Awaitility.await("the old delivery is deleted")
                    .until(() ->
                            gateway.bean(Search.class).attempts(oldDelivery, 1).isEmpty());
            assertThat(post(gateway, old)).as("forgotten, so it is new").isEqualTo(200);
            assertThat(rows(gateway)).isEqualTo(YOUNG + during + 1);
        }
    }

    @Test
    void triesAgainSoonWhenItCannotDelete(CapturedOutput output) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", "postgres", "upvest.ledger.retention", "30d"))) {
            enter(gateway, 31, events(10));
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
    @ValueSource(strings = {"embedded", "postgres"})
    void keepsEverythingWhenToldSo(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger, "upvest.ledger.retention", "0"))) {
            enter(gateway, 10_000, events(10));
            assertThat(post(gateway, delivery())).isEqualTo(200);
            gateway.restart();
            Awaitility.await().during(500, TimeUnit.MILLISECONDS).until(() -> rows(gateway) == 11);
        }
    }

    /** A delivery of so many days ago. */
    private static UUID enter(TestGateway gateway, int days, UUID... events) {
        Instant received = Instant.now().minus(Duration.ofDays(days));
        UUID claim = UUID.randomUUID();
        List<Ledger.Entry> entries = Stream.of(events)
                .map(event -> new Ledger.Entry(event, claim, "USER.CREATED", null, null, received, "upvest.users"))
                .toList();
        gateway.bean(Ledger.class)
                .enter(List.of(new Ledger.Claim(
                        new AcceptedDelivery(claim, claim, null, received, events.length), entries, Map.of())));
        return claim;
    }

    private static UUID[] events(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toArray(UUID[]::new);
    }

    private static UUID id(String delivery) {
        return UUID.fromString(delivery.replaceAll("(?s).*?\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1"));
    }

    private static long rows(TestGateway gateway) {
        return LedgerRows.count(gateway);
    }

    private static String delivery() throws IOException {
        return FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
    }

    private static int post(TestGateway gateway, String delivery) {
        return Deliverer.post(gateway.url(), delivery).statusCode();
    }
}

package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** What was received is written beside what became of it, in the same transaction. */
class AcceptedDeliveriesTest {
    private static final String SUBSCRIPTION = "6513270e-269e-4d37-b2a7-4de452e6b438";

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void addUpWithTheirEvents(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger))) {
            JdbcTemplate database = gateway.bean(JdbcTemplate.class);
            String twice = event();
            String first = delivery(twice, event(), twice);
            assertThat(post(gateway, first)).isEqualTo(200);
            assertThat(post(gateway, first)).isEqualTo(200);
            assertThat(post(gateway, delivery(event(), twice))).isEqualTo(200);
            assertThat(post(gateway, "no JSON")).isEqualTo(200);
            Channels.awaitDispatched(gateway.brokerUrl());

            assertThat(database.queryForList(
                            "SELECT events || '/' || duplicates FROM deliveries ORDER BY received_at", String.class))
                    .containsExactly("3/1", "3/3", "2/1", "1/0");
            assertThat(database.queryForList("SELECT webhook_id FROM deliveries ORDER BY received_at", String.class))
                    .containsExactly(SUBSCRIPTION, SUBSCRIPTION, SUBSCRIPTION, null);
            assertThat(database.queryForObject(
                            "SELECT duplicates FROM ledger WHERE event_id = ?", Integer.class, id(twice)))
                    .isEqualTo(4);
            assertThat(database.queryForObject(
                            "SELECT count(*) FROM deliveries WHERE events - duplicates <> (SELECT count(*) FROM ledger"
                                    + " WHERE ledger.claim_id = deliveries.claim_id AND ledger.delivery_id ="
                                    + " deliveries.delivery_id AND ledger.received_at = deliveries.received_at)",
                            Integer.class))
                    .as("deliveries that do not add up")
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void thatShareDuplicatesDoNotWaitForEachOther(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger))) {
            List<String> events =
                    Stream.generate(AcceptedDeliveriesTest::event).limit(200).toList();
            assertThat(post(gateway, delivery(events.toArray(String[]::new)))).isEqualTo(200);
            List<CompletableFuture<Integer>> copies = IntStream.range(0, 16)
                    .mapToObj(copy -> {
                        List<String> order = new ArrayList<>(events);
                        Collections.rotate(order, 25 * copy);
                        if (copy % 2 == 0) {
                            Collections.reverse(order);
                        }
                        return delivery(order.toArray(String[]::new));
                    })
                    .map(body -> CompletableFuture.supplyAsync(() -> post(gateway, body)))
                    .toList();
            assertThat(copies.stream().map(CompletableFuture::join)).containsOnly(200);
            Channels.awaitDispatched(gateway.brokerUrl());
            assertThat(gateway.bean(JdbcTemplate.class)
                            .queryForList("SELECT DISTINCT duplicates FROM ledger", Integer.class))
                    .containsExactly(16);
        }
    }

    private static String event() {
        return "{\"id\":\"" + UUID.randomUUID() + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":"
                + "\"ORDER.NEW\",\"object\":{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"ORDER\"},"
                + "\"webhook_id\":\"" + SUBSCRIPTION + "\"}";
    }

    private static UUID id(String event) {
        return UUID.fromString(event.substring(7, 43));
    }

    private static String delivery(String... events) {
        return "{\"payload\":[" + String.join(",", events) + "]}";
    }

    private static int post(TestGateway gateway, String body) {
        return Deliverer.post(gateway.url(), body).statusCode();
    }
}

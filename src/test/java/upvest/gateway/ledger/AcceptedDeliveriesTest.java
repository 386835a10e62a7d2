package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.LedgerRows;
import upvest.gateway.testing.TestGateway;

/** What was received is written beside what became of it, in the same transaction. */
class AcceptedDeliveriesTest {
    private static final String SUBSCRIPTION = "6513270e-269e-4d37-b2a7-4de452e6b438";

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "postgres"})
    void addUpWithTheirEvents(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger))) {
            String twice = event();
            String first = delivery(twice, event(), twice);
            assertThat(post(gateway, first)).isEqualTo(200);
            assertThat(post(gateway, first)).isEqualTo(200);
            assertThat(post(gateway, delivery(event(), twice))).isEqualTo(200);
            assertThat(post(gateway, "no JSON")).isEqualTo(200);

            Search search = gateway.bean(Search.class);
            assertThat(search.event(id(twice)))
                    .extracting(Search.FoundEvent::duplicates)
                    .containsExactly(4);
            UUID delivery = search.event(id(twice)).get(0).entry().deliveryId();
            assertThat(search.attempts(delivery, 10))
                    .extracting(attempt -> attempt.delivery().events() + "/" + attempt.duplicates())
                    .containsExactly("3/1", "3/3");
            assertThat(search.lastAccepted(10)).containsOnlyKeys(SUBSCRIPTION, Search.NO_SUBSCRIPTION);
            Completeness completeness = gateway.bean(Completeness.class);
            Instant begin = completeness.begin();
            Instant end = begin.plus(Duration.ofDays(1));
            Completeness.Sum sum = completeness.sum(begin, end);
            assertThat(List.of(sum.received(), sum.duplicates(), sum.missing())).containsExactly(9L, 5L, 0L);
            assertThat(completeness.gaps(begin, end, 10)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "postgres"})
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
            assertThat(LedgerRows.all(gateway))
                    .hasSize(200)
                    .extracting(Search.FoundEvent::duplicates)
                    .containsOnly(16);
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

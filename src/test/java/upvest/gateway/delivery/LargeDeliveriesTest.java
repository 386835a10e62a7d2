package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Channels.Received;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

class LargeDeliveriesTest {

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "postgres"})
    void takesManyEventsAndEventsOfManyBytes(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger))) {
            List<String> events = new ArrayList<>();
            events.add(event("\"" + "é".repeat(400_000) + "\""));
            events.add(event("[" + "1234567890,".repeat(900_000) + "0]"));
            for (int i = 0; i < 3000; i++) {
                events.add(event(Integer.toString(i)));
            }
            String delivery = "{\"payload\":[" + String.join(",", events) + "]}";
            assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
            assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
            List<Received> messages = Channels.drain(gateway.brokerUrl(), "orders");
            assertThat(messages).extracting(Received::body).containsExactlyElementsOf(events);
            for (int i = 0; i < 3000; i++) {
                assertIsWhole(messages.get(2 + i), events.get(2 + i), messages.get(2));
            }
        }
    }

    /** More than the broker takes in one call: once such a delivery was refused for ever. */
    @Test
    void moreSmallElementsThanAnybodyExpectsAreTaken() throws Exception {
        int count = (1 << 16) + 1;
        try (TestGateway gateway = TestGateway.start(Map.of("logging.level.upvest.gateway.failures", "error"))) {
            String elements =
                    IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
            assertThat(Deliverer.postWithin(Duration.ofSeconds(60), gateway.url(), "{\"payload\":[" + elements + "]}"))
                    .isEqualTo(200);
            await().atMost(Duration.ofMinutes(5)).until(() -> Channels.depth("invalid") == count);
            assertThat(Channels.depth("inbox")).isZero();
        }
    }

    private static void assertIsWhole(Received message, String event, Received first) {
        assertThat(message.text()).isTrue();
        assertThat(message.type()).isEqualTo("EXECUTION.NEW");
        assertThat(message.correlationId()).isEqualTo(message.property("UpvestEventId"));
        assertThat(event).contains(message.correlationId(), message.property("UpvestObjectId"));
        assertThat(message.properties())
                .containsEntry("JMSXGroupID", message.property("UpvestObjectId"))
                .containsOnlyKeys(first.properties().keySet());
        for (String same : List.of("UpvestCategory", "UpvestCreatedAt", "UpvestDeliveryId", "UpvestReceivedAt")) {
            assertThat(message.property(same)).isNotNull().isEqualTo(first.property(same));
        }
    }

    private static String event(String extra) {
        return "{\"id\":\"" + UUID.randomUUID()
                + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"EXECUTION.NEW\",\"object\":{\"id\":\""
                + UUID.randomUUID() + "\",\"type\":\"EXECUTION\"},\"webhook_id\":\"" + UUID.randomUUID()
                + "\",\"extra\":" + extra + "}";
    }
}

package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Channels.Received;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

class LargeDeliveriesTest {

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
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
            assertThat(Channels.drain(gateway.brokerUrl(), "orders"))
                    .extracting(Received::body)
                    .containsExactlyElementsOf(events);
        }
    }

    private static String event(String extra) {
        return "{\"id\":\"" + UUID.randomUUID()
                + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"EXECUTION.NEW\",\"object\":{\"id\":\""
                + UUID.randomUUID() + "\",\"type\":\"EXECUTION\"},\"webhook_id\":\"" + UUID.randomUUID()
                + "\",\"extra\":" + extra + "}";
    }
}

package upvest.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** A queue that takes no more messages: its dispatcher waits, the intake and other subscriptions do not. */
class BlockedBrokerTest {
    private static final int DELIVERIES = 20;

    @Test
    void aFullQueueHoldsUpItsOwnDeliveriesOnlyUntilItIsRead() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            ActiveMQServer broker = gateway.bean(EmbeddedBroker.class).server();
            broker.getAddressSettingsRepository()
                    .addMatch(
                            "upvest.orders",
                            new AddressSettings()
                                    .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                                    .setMaxSizeBytes(300_000));
            String subscription = UUID.randomUUID().toString();
            for (int i = 0; i < DELIVERIES; i++) {
                assertThat(post(gateway, order(subscription))).isEqualTo(200);
            }
            assertThat(post(
                            gateway,
                            order(UUID.randomUUID().toString())
                                    .replace("ORDER.NEW", "USER.CREATED")
                                    .replace("ORDER", "USER")))
                    .isEqualTo(200);
            await().until(() -> Channels.depth("users") == 1);
            assertThat(Channels.depth("inbox." + subscription))
                    .as("deliveries that wait")
                    .isPositive();
            List<String> orders = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                Channels.take(gateway.brokerUrl(), "orders").forEach(message -> orders.add(message.body()));
                return orders.size() >= DELIVERIES;
            });
            assertThat(orders).hasSize(DELIVERIES).doesNotHaveDuplicates();
        }
    }

    private static String order(String subscription) {
        return "{\"payload\":[{\"id\":\"" + UUID.randomUUID()
                + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"ORDER.NEW\",\"object\":{\"id\":\""
                + UUID.randomUUID() + "\",\"type\":\"ORDER\"},\"webhook_id\":\"" + subscription
                + "\",\"extra\":\"" + "x".repeat(10_000) + "\"}]}";
    }

    private static int post(TestGateway gateway, String delivery) {
        return Deliverer.postWithin(Duration.ofSeconds(60), gateway.url(), delivery);
    }
}

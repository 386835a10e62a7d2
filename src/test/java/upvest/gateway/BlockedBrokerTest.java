package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** A broker that takes no more messages, as with a full disk: its clients wait, ours must not for ever. */
class BlockedBrokerTest {

    @Test
    void answers503WhileTheBrokerTakesNoMoreAndDeliversOnceWhenItDoes() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.limits.answer", "2s"))) {
            ActiveMQServer broker = gateway.bean(EmbeddedBroker.class).server();
            broker.getAddressSettingsRepository()
                    .addMatch(
                            "upvest.orders",
                            new AddressSettings()
                                    .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                                    .setMaxSizeBytes(50_000));
            int accepted = 0;
            String delivery = delivery();
            while (post(gateway, delivery) == 200) {
                accepted++;
                assertThat(accepted).as("deliveries before the address is full").isLessThan(200);
                delivery = delivery();
            }
            assertThat(post(gateway, delivery)).isEqualTo(503);
            assertThat(post(gateway, FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")))))
                    .as("other queues are not held up")
                    .isEqualTo(200);
            int drained = Channels.drain(gateway.brokerUrl(), "orders").size();
            assertThat(drained).isEqualTo(11 * accepted);
            assertThat(post(gateway, delivery)).isEqualTo(200);
            assertThat(Channels.drain(gateway.brokerUrl(), "orders")).hasSize(11);
        }
    }

    private static String delivery() throws IOException {
        return FreshIds.of(Files.readString(Path.of("samples/published/every-type.json")));
    }

    private static int post(TestGateway gateway, String delivery) {
        return Deliverer.post(gateway.url(), delivery).statusCode();
    }
}

package upvest.gateway.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.consumerkit.Contract;
import upvest.gateway.consumerkit.Event;
import upvest.gateway.consumerkit.Events;
import upvest.gateway.consumerkit.Poison;
import upvest.gateway.consumerkit.UpvestQueues;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Channels.Received;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** What the consumer kit sends is what the gateway sends, for every type and every kind of poison. */
class ConsumerKitTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z";

    private static final Set<String> DIFFERENT = Set.of("UpvestReceivedAt", "UpvestFailedAt");

    @ParameterizedTest
    @EnumSource
    void sendsWhatTheGatewaySends(Contract contract) throws Exception {
        Events events = Events.seeded(42)
                .under(contract)
                .ofType("ORDER.NEW") // the first is what poison is made of
                .poison(Stream.of(Poison.values())
                        .filter(poison -> poison.comesUnder(contract))
                        .toArray(Poison[]::new))
                .ofEveryType();
        Map<String, String> settings = Map.of("upvest.contract", contract.name().toLowerCase(Locale.ROOT));
        try (TestGateway gateway = TestGateway.start(settings);
                UpvestQueues queues = UpvestQueues.start()) {
            for (Event event : events) {
                assertThat(Deliverer.post(gateway.url(), event.delivery()).statusCode())
                        .isEqualTo(200);
            }
            queues.send(events);
            for (String channel : Channels.QUEUES) {
                List<Received> sent = messages(gateway.brokerUrl(), channel);
                List<Received> kits = messages(queues.url(), channel);
                assertThat(kits).as("messages in " + channel).hasSameSizeAs(sent);
                for (int i = 0; i < sent.size(); i++) {
                    assertThat(kits.get(i)).isEqualTo(sent.get(i));
                }
            }
        }
    }

    private static List<Received> messages(String brokerUrl, String channel) throws Exception {
        List<Received> messages = new ArrayList<>();
        for (Received message : Channels.drain(brokerUrl, channel)) {
            Map<String, String> properties = new TreeMap<>(message.properties());
            properties.replaceAll(
                    (name, value) -> DIFFERENT.contains(name) && value.matches(TIME) ? "another each time" : value);
            messages.add(
                    new Received(message.body(), message.text(), message.type(), message.correlationId(), properties));
        }
        return messages;
    }

    @Test
    void givesUpWhenTheGatewaysBrokerDoes() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            AddressSettings settings = gateway.bean(EmbeddedBroker.class)
                    .server()
                    .getAddressSettingsRepository()
                    .getMatch("upvest.orders");
            assertThat(UpvestQueues.MOST_DELIVERIES).isEqualTo(settings.getMaxDeliveryAttempts());
        }
    }
}

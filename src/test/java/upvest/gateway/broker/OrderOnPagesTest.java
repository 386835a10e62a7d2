package upvest.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** One team that does not read: its queue is put on the disk, those of others are not, and whatever is, keeps its order. */
class OrderOnPagesTest {
    private static final int ROUNDS = 60;
    private static final int EVENTS = 200;

    private final List<String> sent = new ArrayList<>();
    private final List<String> arrived = Collections.synchronizedList(new ArrayList<>());

    @Test
    void anUnreadQueueTakesNoMemoryFromTheOthers() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String long1000 = ",\"note\":\"" + "x".repeat(1000) + "\"";
            for (int delivery = 0; !store(gateway, "upvest.users").isPaging(); delivery++) {
                assertThat(delivery).as("deliveries in memory").isLessThan(100);
                List<String> events = new ArrayList<>();
                for (int i = 0; i < EVENTS; i++) {
                    events.add(event("USER", UUID.randomUUID().toString(), long1000));
                }
                post(gateway, events);
                Channels.awaitDispatched(gateway.brokerUrl());
            }
            ActiveMQServer server = gateway.bean(EmbeddedBroker.class).server();
            assertThat(server.getPagingManager().isGlobalFull()).isFalse();
            post(gateway, List.of(event("ORDER", UUID.randomUUID().toString(), "")));
            Channels.awaitDispatched(gateway.brokerUrl());
            assertThat(store(gateway, "upvest.orders").isPaging()).isFalse();
        }
    }

    /**
     * Another queue pages already, and that of the orders begins to in the middle of each delivery, while somebody reads
     * it: its first message is in memory, the rest on pages.
     */
    @Test
    void aQueueThatBeginsToPageInTheMiddleOfADeliveryKeepsItsOrder() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of());
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.brokerUrl());
                Connection connection = factory.createConnection()) {
            ActiveMQServer server = gateway.bean(EmbeddedBroker.class).server();
            for (String queue : List.of("upvest.users", "upvest.orders")) {
                var settings = server.getAddressSettingsRepository().getMatch(queue);
                server.getAddressSettingsRepository().addMatch(queue, settings.setMaxSizeMessages(EVENTS / 2));
            }
            read(connection);
            connection.start();
            String order = UUID.randomUUID().toString();
            for (int round = 0; round < ROUNDS; round++) {
                List<String> events = new ArrayList<>();
                events.add(event("USER", UUID.randomUUID().toString(), ""));
                for (int i = 0; i < EVENTS; i++) {
                    String id = UUID.randomUUID().toString();
                    sent.add(id);
                    events.add(event("ORDER", order, "").replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"" + id + "\""));
                }
                post(gateway, events);
                await().atMost(Duration.ofMinutes(1)).until(() -> arrived.size() >= sent.size());
                store(gateway, "upvest.users").startPaging();
            }
            assertThat(arrived).isEqualTo(sent);
        }
    }

    private void read(Connection connection) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("upvest.orders")).setMessageListener(message -> {
            try {
                arrived.add(message.getJMSCorrelationID());
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static PagingStore store(TestGateway gateway, String queue) throws Exception {
        return gateway.bean(EmbeddedBroker.class).server().getPagingManager().getPageStore(SimpleString.of(queue));
    }

    private static void post(TestGateway gateway, List<String> events) {
        assertThat(Deliverer.post(gateway.url(), "{\"payload\":[" + String.join(",", events) + "]}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String event(String category, String object, String more) {
        String type = category.equals("USER") ? "USER.CREATED" : "ORDER.PROCESSING";
        return "{\"id\":\"" + UUID.randomUUID() + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"" + type
                + "\",\"object\":{\"id\":\"" + object + "\",\"type\":\"" + category + "\"" + more
                + "},\"webhook_id\":\"7f6fd9e4-8b3e-4f02-9a63-2a8f9f1d9c11\"}";
    }
}

package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.broker.QueueSettings;
import upvest.gateway.broker.Queues;
import upvest.gateway.testing.TestGateway;

/** A gateway whose queues hold more than the broker keeps in its memory. */
final class FullQueues {
    private static final int MEMORY = 512 * 1024;
    private static final int PAGE = 256 * 1024;
    private static final int TOGETHER = 500;
    private static final String LONG = "x".repeat(400);

    private final TestGateway gateway;
    private final ActiveMQServer server;

    private FullQueues(TestGateway gateway) {
        this.gateway = gateway;
        this.server = gateway.broker() == null
                ? gateway.bean(EmbeddedBroker.class).server()
                : gateway.broker().server();
    }

    /** Lets the gateway's broker, its own or another, put on the disk what is more than half a megabyte of a queue. */
    static FullQueues of(TestGateway gateway) throws IOException {
        FullQueues queues = new FullQueues(gateway);
        QueueSettings settings = QueueSettings.read(Path.of(""));
        for (String channel : List.of("users", "orders", "dead", "invalid", "unknown")) {
            queues.server
                    .getAddressSettingsRepository()
                    .addMatch(
                            "upvest." + channel,
                            settings.of("upvest." + channel)
                                    .setMaxSizeBytes(MEMORY)
                                    .setPageSizeBytes(PAGE));
        }
        return queues;
    }

    /** Objects to send messages of. */
    static List<String> objects(int count) {
        return Stream.generate(() -> UUID.randomUUID().toString()).limit(count).toList();
    }

    /** Sends messages as the gateway does, of one object after the other, again and again; returns their bodies. */
    List<String> fill(String channel, String type, int messages, List<String> objects) throws JMSException {
        List<String> bodies = new ArrayList<>(messages);
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.brokerUrl());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue("upvest." + channel))) {
            for (int i = 0; i < messages; i++) {
                String object = objects.get(i % objects.size());
                String event = UUID.randomUUID().toString();
                String body = Deliveries.event(event, type, object)
                        .replace("},\"webhook_id\"", ",\"note\":\"" + LONG + "\"},\"webhook_id\"");
                producer.send(message(session, event, type, object, body));
                bodies.add(body);
                if (i % TOGETHER == TOGETHER - 1) {
                    session.commit();
                }
            }
            session.commit();
        }
        assertThat(server.locateQueue("upvest." + channel).getPagingStore().isPaging())
                .as("on the disk")
                .isTrue();
        return bodies;
    }

    private static TextMessage message(Session session, String event, String type, String object, String body)
            throws JMSException {
        TextMessage message = session.createTextMessage(body);
        message.setJMSType(type);
        message.setStringProperty("UpvestEventId", event);
        message.setStringProperty("UpvestDeliveryId", UUID.randomUUID().toString());
        message.setStringProperty("UpvestEventType", type);
        message.setStringProperty("UpvestObjectId", object);
        message.setStringProperty("UpvestReceivedAt", "2026-11-30T08:00:00.000Z");
        message.setStringProperty("UpvestFailedAt", "2026-11-30T08:00:01.000Z");
        message.setStringProperty("UpvestFailure", "IllegalStateException: no price");
        message.setStringProperty("UpvestFailedRoute", "orders");
        message.setStringProperty("JMSXGroupID", object);
        return message;
    }

    /** Waits until the broker counts so many in a queue. */
    void awaitCount(String channel, long messages) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        gateway.bean(Queues.class).depth("upvest." + channel).messages())
                .isEqualTo(messages));
    }
}

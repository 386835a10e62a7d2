package upvest.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upvest.gateway.delivery.TypeTable;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** What a whole gateway sends is what the document says: events of each type over real HTTP, read by an ordinary client. */
class SentMessagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 10;
    private static final int PATIENCE_MILLIS = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"published", "live"})
    void areThoseOfTheDocument(String contract) throws Exception {
        TypeTable table = TypeTable.read(Path.of("schemas"), contract);
        Document document = Document.of(Path.of(""), "--upvest.contract=" + contract);
        try (TestGateway gateway =
                        TestGateway.start(Map.of("upvest.contract", contract, "upvest.mail.interval", "1h"));
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.brokerUrl());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            connection.start();
            for (String delivery : deliveries(table)) {
                assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
            }
            rollBack(session, document);
            for (String channel : List.of("accounts", "orders", "portfolios", "payments", "securities", "valuations")) {
                assertThat(take(session, channel, document)).containsExactlyElementsOf(document.types(channel));
            }
            for (String channel : List.of("taxes", "instruments", "reports", "mail")) {
                assertThat(take(session, channel, document)).containsExactlyElementsOf(document.types(channel));
            }
            assertThat(take(session, "users", document))
                    .hasSize(document.types("users").size() - 1);
            assertThat(take(session, "dead", document))
                    .containsExactly(document.types("users").get(0));
            assertThat(take(session, "invalid", document)).isNotEmpty();
            take(session, "unknown", document);
        }
    }

    /** One with an event of each type, one whose events are bad, and some that are no deliveries. */
    private static List<String> deliveries(TypeTable table) throws Exception {
        ObjectNode each = JSON.createObjectNode();
        for (String type : table.types()) {
            each.withArrayProperty("payload").add(event(table.typeField(), type));
        }
        ObjectNode bad = JSON.createObjectNode();
        bad.withArrayProperty("payload")
                .add(event("event_type", "no type"))
                .add(1)
                .addObject();
        return List.of(
                each.toString(),
                bad.toString(),
                Files.readString(Path.of("samples/bad/not-json.json")),
                Files.readString(Path.of("samples/bad/empty-payload.json")));
    }

    private static ObjectNode event(String field, String type) {
        ObjectNode event = JSON.createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("created_at", "2024-01-15T14:10:12Z")
                .put(field, type)
                .put("webhook_id", UUID.randomUUID().toString());
        event.putObject("object").put("id", UUID.randomUUID().toString()).put("type", type.replaceFirst("\\..*", ""));
        return event;
    }

    /** A consumer that fails at one message until the broker moves it. */
    private static void rollBack(Session session, Document document) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(
                session.createQueue("upvest.users"),
                "JMSType = '" + document.types("users").get(0) + "'")) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                assertThat(consumer.receive(PATIENCE_MILLIS)).isNotNull();
                session.rollback();
            }
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    /** Takes all messages, asserts that each is as the document says, and tells their types. */
    private static Set<String> take(Session session, String channel, Document document) throws Exception {
        Set<String> types = new LinkedHashSet<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(
                document.at("/channels/" + channel + "/address").asText()))) {
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                assertThat(violations(document, channel, message))
                        .as("%s on %s", message.getJMSType(), channel)
                        .isEmpty();
                types.add(message.getJMSType());
            }
        }
        session.commit();
        return types;
    }

    private static List<String> violations(Document document, String channel, Message message) throws Exception {
        String description = "/channels/" + channel + "/messages/" + Messages.id(channel);
        ObjectNode headers = JSON.createObjectNode();
        List<String> found = new ArrayList<>();
        for (Object name : Collections.list(message.getPropertyNames())) {
            headers.putPOJO((String) name, message.getObjectProperty((String) name));
            if (document.at(description + "/headers/properties/" + name).isMissingNode()) {
                found.add(name + " is not in the document");
            }
        }
        ObjectNode protocol = JSON.createObjectNode().put("JMSCorrelationID", message.getJMSCorrelationID());
        if (message.getJMSType() != null) {
            protocol.put("JMSType", message.getJMSType());
        }
        found.addAll(document.violations(description + "/headers", JSON.readTree(headers.toString())));
        found.addAll(document.violations(description + "/bindings/jms/headers", protocol));
        if (!List.of("invalid", "dead").contains(channel)) {
            String body = message.getBody(String.class);
            found.addAll(document.violations(description + "/payload", JSON.readTree(body)));
        }
        return found;
    }
}

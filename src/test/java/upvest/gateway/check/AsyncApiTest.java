package upvest.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document is AsyncAPI 3.0, stands alone, and follows the routes and settings. */
class AsyncApiTest {
    private static final Path HERE = Path.of("");
    private static final String ORDERS = "routes/domains/orders.camel.yaml";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"published", "live"})
    void isValidAndStandsAlone(String contract) throws Exception {
        Document document = Document.of(HERE, "--upvest.contract=" + contract);
        assertThat(document.violations()).isEmpty();
        assertThat(document.loose()).isEmpty();
        assertThat(document.at("/info/x-contract").asText()).isEqualTo(contract);
    }

    @Test
    void theOfficialSchemaFindsWhatIsWrong() throws Exception {
        Document document = Document.of(HERE);
        ((ObjectNode) document.at("/operations/send-orders")).put("action", "publish");
        ((ObjectNode) document.at("/channels/users/bindings/jms")).put("destinationType", "heap");
        assertThat(document.violations())
                .anyMatch(violation -> violation.contains("action"))
                .anyMatch(violation -> violation.contains("destinationType"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"published", "live"})
    void namesEachSchemaAndMessageAndShowsOneOfEach(String contract) throws Exception {
        Document document = Document.of(HERE, "--upvest.contract=" + contract);
        List<String> ids = new ArrayList<>();
        document.at("/channels").properties().forEach(channel -> {
            var message =
                    channel.getValue().get("messages").properties().iterator().next();
            ids.add(message.getKey());
            for (String part : List.of("headers", "payload", "x-amqp1")) {
                assertThat(message.getValue().at("/" + part + "/$ref").asText())
                        .as("%s of %s", part, channel.getKey())
                        .startsWith("#/components/schemas/");
            }
            message.getValue().path("examples").forEach(example -> {
                String at = "/channels/" + channel.getKey() + "/messages/" + message.getKey();
                assertThat(document.violations(at + "/payload", example.get("payload")))
                        .isEmpty();
                assertThat(document.violations(at + "/headers", example.get("headers")))
                        .isEmpty();
            });
        });
        assertThat(ids).doesNotHaveDuplicates().contains("OrdersEvent");
        assertThat(document.at("/channels/orders/messages/OrdersEvent/examples"))
                .hasSize(1);
        document.at("/servers").forEach(server -> assertThat(
                        document.at(server.at("/security/0/$ref").asText().substring(1))
                                .path("type")
                                .asText())
                .isEqualTo("userPassword"));
    }

    @Test
    void hasTheVersionOfTheProject() throws Exception {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<version>" + Document.of(HERE).at("/info/version").asText() + "</version>");
    }

    @Test
    void sendsToEveryQueueAndTakesFromTheOutboxes() throws Exception {
        Document document = Document.of(HERE);
        List<String> channels = List.of(
                "users",
                "accounts",
                "orders",
                "portfolios",
                "payments",
                "securities",
                "valuations",
                "taxes",
                "instruments",
                "reports",
                "invalid",
                "dead",
                "unknown",
                "parked",
                "mail",
                "files");
        assertThat(document.at("/channels").fieldNames()).toIterable().containsExactlyElementsOf(channels);
        assertThat(document.at("/operations"))
                .extracting(operation -> operation.get("action").asText())
                .containsOnly("send", "receive");
        assertThat(document.at("/operations").fieldNames())
                .toIterable()
                .contains("send-mail", "receive-mail", "receive-files")
                .hasSize(channels.size() + 2);
        assertThat(document.at("/channels/orders/address").asText()).isEqualTo("upvest.orders");
        assertThat(document.at("/servers/embedded/x-redelivery").toString())
                .isEqualTo("{\"attempts\":10,\"dead-letter-address\":\"upvest.dead\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"published", "live"})
    void saysOfEachHeaderWhatItMeans(String contract) throws Exception {
        Document document = Document.of(HERE, "--upvest.contract=" + contract);
        assertThat(document.tree().findValuesAsText("description")).doesNotContain("set by a route");
        assertThat(AsyncApi.resource("headers.yaml").fieldNames())
                .toIterable()
                .allMatch(header -> document.at("/components/schemas").has(header));
    }

    @Test
    void followsTheRoutes() throws Exception {
        Copy.in(folder)
                .edit(
                        ORDERS,
                        "        - to:\n",
                        """
                                - setHeader:
                                    name: Desk
                                    expression:
                                      constant:
                                        expression: equities
                                - to:
                                    uri: kamelet:queue-sink
                                    parameters:
                                      channel: portfolios
                                - to:
                        """);
        Document document = Document.of(folder);
        assertThat(document.violations()).isEmpty();
        assertThat(document.types("portfolios")).contains("ORDER.FILLED", "POSITION.UPDATED");
        assertThat(document.at("/channels/orders/messages/OrdersEvent/headers/properties/Desk")
                        .get("description")
                        .asText())
                .isEqualTo("set by a route");
        assertThat(required(document, "orders")).contains("Desk");
        assertThat(required(document, "portfolios")).doesNotContain("Desk");
    }

    @Test
    void knowsAnOutboxByTheRouteThatTakesFromIt() throws Exception {
        Copy.in(folder)
                .edit("config/application.yaml", "    - files\n", "    - files\n    - extras\n")
                .write(
                        "routes/channels/extras.camel.yaml",
                        """
                        - route:
                            id: extras
                            description: Channel Adapter - whatever waits there
                            from:
                              uri: jms:queue:upvest.extras
                              parameters:
                                transacted: true
                              steps:
                                - log:
                                    message: one
                        """);
        Document document = Document.of(folder);
        assertThat(document.at("/channels/extras/tags/0/name").asText()).isEqualTo("internal");
        assertThat(document.at("/operations").has("receive-extras")).isTrue();
        assertThat(document.violations()).isEmpty();
    }

    @Test
    void tellsWhatIsAlwaysThereUnderEachContract() throws Exception {
        assertThat(required(Document.of(HERE, "--upvest.contract=published"), "orders"))
                .contains("JMSXGroupID")
                .doesNotContain("UpvestCreatedAt");
        Document live = Document.of(HERE, "--upvest.contract=live");
        assertThat(required(live, "orders")).contains("UpvestEventType").doesNotContain("JMSXGroupID");
        assertThat(required(live, "invalid")).contains("UpvestFailure").doesNotContain("UpvestEventType");
        assertThat(required(live, "dead"))
                .containsExactlyInAnyOrder("UpvestEventId", "UpvestDeliveryId", "UpvestReceivedAt");
    }

    @Test
    void namesTheBrokersThatTheSettingsName() throws Exception {
        Document document = Document.of(
                HERE,
                "--upvest.broker.url=(tcp://one:61616,tcp://two:61617)?ha=true",
                "--upvest.broker.user=gateway",
                "--upvest.broker.password=not-to-be-told");
        assertThat(document.violations()).isEmpty();
        assertThat(document.at("/servers"))
                .extracting(server -> server.get("host").asText())
                .containsExactly("one:61616", "one:61616", "two:61617", "two:61617");
        assertThat(document.at("/servers"))
                .extracting(server -> server.get("protocol").asText())
                .containsExactly("jms", "amqp1", "jms", "amqp1");
        assertThat(document.at("/servers/standalone-amqp/security/0/type").asText())
                .isEqualTo("userPassword");
        assertThat(AsyncApi.yaml(document.tree())).doesNotContain("not-to-be-told");
        assertThat(Document.of(HERE, "--upvest.broker.port=5672")
                        .at("/servers/embedded/host")
                        .asText())
                .isEqualTo("127.0.0.1:5672");
    }

    @Test
    void thePageSaysWhichMarkIsMissing() throws Exception {
        ObjectNode document = Document.of(HERE).tree();
        assertThatThrownBy(() -> ChannelsPage.of("# Channels\n", document))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<!-- generated: domains -->");
    }

    private static List<String> required(Document document, String channel) {
        JsonNode required =
                document.at("/channels/" + channel + "/messages/" + Messages.id(channel) + "/headers/required");
        return StreamSupport.stream(required.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}

package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.testing.Channels;

/** Below HTTP: the by-domain route alone, with every type that the published schema lists. */
@CamelSpringBootTest
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.profiles.active=quick-start", "management.server.port=0", "upvest.broker.port=0"})
@DirtiesContext
class EveryTypeHasAHomeTest {
    /** The consumers' contract: categories by queue. */
    private static final Map<String, String> HOMES = Map.ofEntries(
            Map.entry("USER", "users"),
            Map.entry("USER_CHECK", "users"),
            Map.entry("ACCOUNT", "accounts"),
            Map.entry("ACCOUNT_GROUP", "accounts"),
            Map.entry("ORDER", "orders"),
            Map.entry("ORDER_CANCELLATION", "orders"),
            Map.entry("EXECUTION", "orders"),
            Map.entry("POSITION", "portfolios"),
            Map.entry("PORTFOLIO", "portfolios"),
            Map.entry("REBALANCING", "portfolios"),
            Map.entry("SAVINGS_PLAN", "portfolios"),
            Map.entry("CASH_BALANCE", "payments"),
            Map.entry("DIRECT_DEBIT", "payments"),
            Map.entry("WITHDRAWAL", "payments"),
            Map.entry("MANDATE", "payments"),
            Map.entry("SECURITIES_TRANSFER", "securities"),
            Map.entry("ACCOUNT_TRANSFER", "securities"),
            Map.entry("CORPORATE_ACTION", "securities"),
            Map.entry("LIQUIDATION", "securities"),
            Map.entry("REPORT", "reports"),
            Map.entry("FEE", "reports"));

    @TempDir
    static Path data;

    @Autowired
    private ProducerTemplate routes;

    @Autowired
    private EmbeddedBroker broker;

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry registry) {
        registry.add("upvest.data", data::toString);
    }

    static Stream<String> types() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Path.of("schemas/published/upvest-webhook-event-schema.json")
                        .toFile());
        JsonNode types = schema.at("/$defs/WebhookEvent/properties/event_type/enum");
        return StreamSupport.stream(types.spliterator(), false).map(JsonNode::asText);
    }

    @Test
    void theSchemaListsSixtyTypes() throws IOException {
        assertThat(types()).hasSize(60).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("types")
    void reachesExactlyOneDomainQueue(String type) throws Exception {
        String category = type.substring(0, type.indexOf('.'));
        String id = UUID.randomUUID().toString();
        routes.sendBodyAndHeaders(
                "direct:by-domain",
                "{\"id\":\"" + id + "\"}",
                Map.of(
                        "UpvestEventId",
                        id,
                        "UpvestEventType",
                        type,
                        "UpvestCategory",
                        category,
                        "UpvestReceivedAt",
                        "2026-01-01T00:00:00Z"));
        for (String channel : Channels.QUEUES) {
            assertThat(Channels.drain("tcp://127.0.0.1:" + broker.port(), channel))
                    .as("messages in " + channel)
                    .hasSize(channel.equals(HOMES.get(category)) ? 1 : 0);
        }
    }
}

package upvest.gateway.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.delivery.TypeTable;
import upvest.gateway.testing.Channels;

/** Below HTTP: the by-domain route alone, with every type that a contract lists, and the categories without a known type. */
@CamelSpringBootTest
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.profiles.active=quick-start", "management.server.port=0", "upvest.broker.port=0"})
@DirtiesContext
class EveryTypeHasAHomeTest {
    /** The consumers' contract: categories by queue. */
    private static final Map<String, List<String>> CATEGORIES = Map.ofEntries(
            Map.entry("users", List.of("USER", "USER_CHECK", "BUSINESS", "BUSINESS_CHECK", "ROLE")),
            Map.entry("accounts", List.of("ACCOUNT", "ACCOUNT_GROUP")),
            Map.entry("orders", List.of("ORDER", "ORDER_CANCELLATION", "EXECUTION")),
            Map.entry(
                    "portfolios",
                    List.of(
                            "POSITION",
                            "PORTFOLIO",
                            "PORTFOLIO_ALLOCATION",
                            "PORTFOLIO_ORDER",
                            "REBALANCING",
                            "REBALANCING_EXECUTION_ORDER",
                            "SAVINGS_PLAN",
                            "SAVINGS_PLAN_EXECUTION")),
            Map.entry(
                    "payments",
                    List.of(
                            "CASH_BALANCE",
                            "CASH_TRANSACTION",
                            "DIRECT_DEBIT",
                            "WITHDRAWAL",
                            "MANDATE",
                            "TOPUP",
                            "CREDIT_FUNDING",
                            "VIRTUAL_CASH_INCREASE",
                            "VIRTUAL_CASH_DECREASE",
                            "VIRTUAL_BANK_ACCOUNT")),
            Map.entry(
                    "securities",
                    List.of(
                            "SECURITIES_TRANSFER",
                            "ACCOUNT_TRANSFER",
                            "SECURITY_TRANSACTION",
                            "CORPORATE_ACTION",
                            "LIQUIDATION",
                            "ACCOUNT_LIQUIDATION")),
            Map.entry("valuations", List.of("ACCOUNT_VALUATION", "INTRADAY_ACCOUNT_VALUATION", "ACCOUNT_RETURNS")),
            Map.entry(
                    "taxes",
                    List.of("TAX_EXEMPTION", "TAX_COLLECTION", "ISA_WRAPPER", "ISA_WRAPPER_ALLOWANCE", "ISA_TRANSFER")),
            Map.entry("instruments", List.of("INSTRUMENT")),
            Map.entry("reports", List.of("REPORT", "TREASURY_REPORT", "FEE", "FEE_COLLECTION")));

    @TempDir
    static Path data;

    @Autowired
    private ProducerTemplate routes;

    @Autowired
    private EmbeddedBroker broker;

    @Autowired
    private JmsTransactionManager transactions;

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry registry) {
        registry.add("upvest.data", data::toString);
    }

    /** The domain of a type; {@code unknown} where nobody has heard of its category. */
    static String home(String type) {
        String category = type.substring(0, type.indexOf('.'));
        return CATEGORIES.entrySet().stream()
                .filter(domain -> domain.getValue().contains(category))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("unknown");
    }

    static Set<String> domains() {
        return CATEGORIES.keySet();
    }

    private static Stream<String> published() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Path.of("schemas/published/upvest-webhook-event-schema.json")
                        .toFile());
        JsonNode types = schema.at("/$defs/WebhookEvent/properties/event_type/enum");
        return StreamSupport.stream(types.spliterator(), false).map(JsonNode::asText);
    }

    static Stream<String> types() throws IOException {
        return Stream.of(
                        published(),
                        TypeTable.read(Path.of("schemas"), "live").types().stream(),
                        Stream.of("ROLE.ASSIGNED", "PORTFOLIO.ANYTHING"))
                .flatMap(types -> types)
                .distinct();
    }

    @Test
    void theSchemaListsSixtyTypes() throws IOException {
        assertThat(published()).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void upvestHas43Categories() throws IOException {
        Set<String> live = TypeTable.read(Path.of("schemas"), "live").types().stream()
                .map(type -> type.substring(0, type.indexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
        live.addAll(Set.of("ROLE", "PORTFOLIO"));
        assertThat(live).hasSize(43).allSatisfy(category -> assertThat(home(category + ".ANY"))
                .isNotEqualTo("unknown"));
    }

    /** What begins with a category's name, ends with it or holds it is another one. */
    @ParameterizedTest
    @ValueSource(strings = {"ORDERS.NEW", "ORDER_BOOK.NEW", "PRE_ORDER.NEW", "CASH.NEW", "ISA.NEW", "SER.NEW"})
    void aCategoryThatNobodyHasHeardOfReachesNone(String type) throws Exception {
        assertReaches(type, "none");
    }

    @ParameterizedTest
    @MethodSource("types")
    void reachesExactlyOneDomainQueue(String type) throws Exception {
        assertThat(home(type)).isNotEqualTo("unknown");
        assertReaches(type, home(type));
    }

    private void assertReaches(String type, String home) throws Exception {
        String category = type.substring(0, type.indexOf('.'));
        String id = UUID.randomUUID().toString();
        Map<String, Object> headers = Map.of(
                "UpvestEventId",
                id,
                "UpvestEventType",
                type,
                "UpvestCategory",
                category,
                "UpvestReceivedAt",
                "2026-01-01T00:00:00Z");
        new TransactionTemplate(transactions)
                .executeWithoutResult(
                        status -> routes.sendBodyAndHeaders("direct:by-domain", "{\"id\":\"" + id + "\"}", headers));
        String url =
                "tcp://127.0.0.1:%d?user=%s&password=%s".formatted(broker.port(), broker.user(), broker.password());
        Channels.drain(url)
                .forEach((channel, messages) ->
                        assertThat(messages).as("messages in " + channel).hasSize(channel.equals(home) ? 1 : 0));
    }
}

package upvest.gateway.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import upvest.gateway.delivery.TypeTable;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Channels.Received;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.testing.Tree;

/** The samples of {@code samples/live}, posted as Upvest posts: of each type its queue, its key, its time and its bytes. */
class EveryLiveTypeTest {
    private static final Path SAMPLES = Path.of("samples/live");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Objects without an id of their own, and the field that names what they are about. */
    private static final Map<String, String> KEYS = Map.of(
            "POSITION.UPDATED", "account_id",
            "ACCOUNT_RETURNS.CREATED", "account_id",
            "ORDER_CANCELLATION.REJECTED", "order_id",
            "CASH_BALANCE.UPDATED", "account_group_id",
            "USER.DATA_CHANGE_FAILED", "user_id");

    /** What operations hear of. */
    private static final Set<String> MAILED = Set.of(
            "USER.DATA_CHANGE_FAILED",
            "USER_CHECK.FAILED",
            "BUSINESS.DATA_CHANGE_FAILED",
            "BUSINESS_CHECK.FAILED",
            "ACCOUNT.LOCKED",
            "ACCOUNT_GROUP.LOCKED",
            "ORDER_CANCELLATION.REJECTED",
            "EXECUTION.CANCELLED",
            "REBALANCING_EXECUTION_ORDER.CANCELLED",
            "DIRECT_DEBIT.CANCELLED",
            "WITHDRAWAL.CANCELLED",
            "TOPUP.CANCELLED",
            "CREDIT_FUNDING.CANCELLED",
            "VIRTUAL_CASH_DECREASE.CANCELLED",
            "SECURITIES_TRANSFER.CANCELLED",
            "ACCOUNT_TRANSFER.CANCELLED",
            "ACCOUNT_LIQUIDATION.CANCELLED",
            "TAX_EXEMPTION.CREATION_FAILED",
            "TAX_COLLECTION.CANCELLED",
            "FEE_COLLECTION.CANCELLED");

    private static final Set<String> FILED = Set.of(
            "REPORT.CREATED",
            "TREASURY_REPORT.CREATED",
            "FEE_COLLECTION.CREATED",
            "FEE_COLLECTION.FINALISED",
            "FEE_COLLECTION.CANCELLED");

    private static TestGateway gateway;
    /** What arrived of {@code every-type.json}, by type. */
    private static final Map<String, List<Arrived>> ARRIVED = new TreeMap<>();

    private record Arrived(String channel, Received message) {}

    @BeforeAll
    static void deliver() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.contract", "live", "upvest.mail.interval", "1h"));
        post(Files.readString(SAMPLES.resolve("every-type.json")));
        Channels.drain(gateway.brokerUrl())
                .forEach((channel, messages) ->
                        messages.forEach(message -> ARRIVED.computeIfAbsent(message.type(), any -> new ArrayList<>())
                                .add(new Arrived(channel, message))));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    private static void post(String delivery) {
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
    }

    private static Set<String> types() throws IOException {
        return TypeTable.read(Path.of("schemas"), "live").types();
    }

    @Test
    void thereIsASampleOfEachOfThe132Types() throws IOException {
        assertThat(types()).hasSize(132);
        assertThat(ARRIVED.keySet()).containsExactlyInAnyOrderElementsOf(types());
    }

    @TestFactory
    Stream<DynamicTest> reachesItsQueueWithItsKeyItsTimeAndItsBytes() throws IOException {
        String delivery = Files.readString(SAMPLES.resolve("every-type.json"));
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode event : JSON.readTree(delivery).path("payload")) {
            assertThat(delivery)
                    .as("compact, so that this is the text as it stands")
                    .contains(event.toString());
            tests.add(DynamicTest.dynamicTest(event.path("type").asText(), () -> check(event)));
        }
        return tests.stream();
    }

    private static void check(JsonNode event) {
        String type = event.path("type").asText();
        JsonNode object = event.path("object");
        assertThat(ARRIVED.get(type)).singleElement().satisfies(arrived -> {
            Received message = arrived.message();
            assertThat(arrived.channel()).isEqualTo(EveryTypeHasAHomeTest.home(type));
            assertThat(message.body()).isEqualTo(event.toString());
            assertThat(message.property("JMSXGroupID"))
                    .isNotBlank()
                    .isEqualTo(object.path(KEYS.getOrDefault(type, "id")).asText())
                    .isEqualTo(message.property("UpvestObjectId"));
            assertThat(object.has("id")).isEqualTo(!KEYS.containsKey(type));
            assertThat(Instant.parse(message.property("UpvestCreatedAt")))
                    .isEqualTo(Instant.parse(event.path("created_at").asText()));
            assertThat(message.property("UpvestReceivedAt")).matches("[-0-9]{10}T[:0-9]{8}\\.\\d{3}Z");
            assertThat(message.properties()).doesNotContainKey("UpvestFailure");
        });
    }

    @Test
    void operationsHearOfFailuresLocksAndCancelledMovements() throws Exception {
        assertThat(Channels.drain(gateway.brokerUrl(), "mail"))
                .extracting(Received::type)
                .hasSameElementsAs(MAILED);
    }

    @Test
    void reportsAndFeesBecomeFiles() throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> Channels.depth("files") == 0);
        Set<String> filed = new TreeSet<>();
        for (Path file : Tree.files(gateway.files())) {
            filed.add(JSON.readTree(file.toFile()).path("type").asText());
        }
        assertThat(filed).isEqualTo(new TreeSet<>(FILED));
    }

    /** After all samples, also those of one domain each, nothing is news; the 133rd type is. */
    @Test
    void nothingOfItIsDriftAndNothingEndsInUnknown() throws Exception {
        Map<String, List<String>> ofDomains = new TreeMap<>();
        for (String domain : EveryTypeHasAHomeTest.domains()) {
            String delivery = FreshIds.of(Files.readString(SAMPLES.resolve(domain + ".json")));
            post(delivery);
            List<String> types = new ArrayList<>();
            for (JsonNode event : JSON.readTree(delivery).path("payload")) {
                types.add(event.path("type").asText());
            }
            assertThat(Channels.drain(gateway.brokerUrl(), domain))
                    .extracting(Received::type)
                    .containsExactlyElementsOf(types);
            ofDomains.put(domain, types);
        }
        assertThat(ofDomains.values().stream().flatMap(List::stream).collect(Collectors.toSet()))
                .isEqualTo(types());
        assertThat(gateway.counter("upvest_drift_types")).isZero();
        assertThat(gateway.counter("upvest_drift_fields")).isZero();
        post(FreshIds.of(Files.readString(SAMPLES.resolve("every-type.json")))
                .replace("\"ORDER.PROCESSING\"", "\"ORDER.TELEPORTED\""));
        assertThat(gateway.counter("upvest_drift_events_total{kind=\"type\",name=\"ORDER.TELEPORTED\"}"))
                .isEqualTo(1);
        assertThat(gateway.counter("upvest_drift_types")).isEqualTo(1);
        for (String room : List.of("unknown", "invalid", "dead")) {
            assertThat(Channels.drain(gateway.brokerUrl(), room)).as(room).isEmpty();
        }
    }
}

package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** What the contract does not know is counted by name, and {@code bin/gateway drift} says where to add it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class DriftTest {
    private static final Map<String, String> LIVE = Map.of("upvest.contract", "live");

    /** What a command printed and how it ended. */
    record Ended(int code, String out) {}

    @Test
    void listsWhatIsUnknownAndSaysWhatToWrite() throws Exception {
        try (TestGateway gateway = TestGateway.start(LIVE)) {
            assertThat(drift(gateway).out()).startsWith("nothing unknown to the contract live since ");
            assertThat(drift(gateway).code()).isZero();
            String twice = event("ACCOUNT_STATEMENT.CREATED", ",\"sequence\":7");
            deliver(gateway.url(), twice, twice, event("ACCOUNT_STATEMENT.CREATED", ""));
            deliver(gateway.url(), twice, event("MARGIN_CALL.CREATED", ""), event("USER.MERGED", ""));
            deliver(gateway.url(), event("ACCOUNT_EXECUTION.NEW", ",\"no\":1"), event("ORDER.NEW", ""));
            deliver(gateway.url(), "{\"id\":\"1\",\"type\":\"NOT_VALID.AT_ALL\",\"odd\":1}");

            Ended listed = drift(gateway);
            assertThat(listed.code()).isEqualTo(1);
            assertThat(listed.out())
                    .containsSubsequence(
                            "type   ACCOUNT_STATEMENT.CREATED                 2 events\n",
                            "type   ACCOUNT_EXECUTION.NEW                     1 event\n",
                            "type   MARGIN_CALL.CREATED                       1 event\n",
                            "type   USER.MERGED                               1 event\n",
                            "field  no                                        1 event\n",
                            "field  sequence                                  1 event\n")
                    .doesNotContain("NOT_VALID", "odd", "ORDER.NEW ");
            assertThat(gateway.counter("upvest_drift_types")).isEqualTo(4);
            assertThat(gateway.counter("upvest_drift_fields")).isEqualTo(2);
            assertThat(gateway.counter("upvest_drift_events_total{kind=\"type\",name=\"ACCOUNT_STATEMENT.CREATED\"}"))
                    .isEqualTo(2);

            assertThat(listed.out())
                    .endsWith("add to schemas/live/types.yaml: types ACCOUNT_EXECUTION.NEW, ACCOUNT_STATEMENT.CREATED,"
                            + " MARGIN_CALL.CREATED, USER.MERGED; fields no, sequence\n"
                            + "add each of these categories that is new to its domain in"
                            + " routes/domains/by-domain.camel.yaml, or its types to unrouted in types.yaml:"
                            + " ACCOUNT_EXECUTION, ACCOUNT_STATEMENT, MARGIN_CALL, USER\n");
        }
    }

    @Test
    void boundsNamesThatTheSenderChooses() throws Exception {
        try (TestGateway gateway = TestGateway.start(LIVE)) {
            String hostile = ",\"a\\nb\\\"c{d}\":1,\"" + "x".repeat(500) + "\":1,\"\":1";
            String many = IntStream.range(0, 100)
                    .mapToObj(number -> ",\"field" + number + "\":1")
                    .collect(Collectors.joining());
            deliver(gateway.url(), event("ORDER.NEW", hostile), event("ORDER.NEW", many));

            Ended listed = drift(gateway);
            assertThat(listed.out())
                    .contains("field  a?b?c?d? ", "field  ? ", "field  " + "x".repeat(130) + "...  1 event\n")
                    .contains("field  other                                     53 events\n");
            assertThat(listed.out()
                            .lines()
                            .filter(line -> line.startsWith("add to schemas/live/types.yaml: types none; fields ")))
                    .singleElement()
                    .asString()
                    .contains("field0")
                    .doesNotContain("?", "xxx", "other");
            assertThat(gateway.counter("upvest_drift_fields")).isEqualTo(51);

            Ended json = drift(gateway, "--json");
            assertThat(json.code()).isEqualTo(1);
            JsonNode drift = new ObjectMapper().readTree(json.out());
            assertThat(drift.path("contract").asText()).isEqualTo("live");
            assertThat(drift.path("fields").path("other").asInt()).isEqualTo(53);
        }
    }

    @Test
    void countsNothingUnderTheContractThatListsItsTypes() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String published = event("ORDER.NEW", ",\"sequence\":7").replace("\"type\"", "\"event_type\"");
            deliver(gateway.url(), published, published.replace("ORDER.NEW", "NO.SUCH"));
            Ended listed = drift(gateway);
            assertThat(listed.out()).startsWith("nothing is counted under the contract published");
            assertThat(listed.code()).isZero();
            assertThat(gateway.actuator("prometheus").body()).doesNotContain("drift");
        }
    }

    private static String event(String type, String more) {
        return "{\"id\":\"" + UUID.randomUUID() + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"type\":\"" + type
                + "\",\"object\":{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"X\",\"new\":1}"
                + ",\"webhook_id\":\"6513270e-269e-4d37-b2a7-4de452e6b438\"" + more + "}";
    }

    private static void deliver(URI url, String... events) {
        String body = "{\"payload\":[" + String.join(",", events) + "]}";
        assertThat(Deliverer.post(url, body).statusCode()).isEqualTo(200);
    }

    private Ended drift(TestGateway gateway, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bin/gateway", "drift"));
        command.addAll(List.of(words));
        command.addAll(List.of("--url", gateway.actuatorUrl("").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("UPVEST_DATA", gateway.data().toString());
        return run(builder);
    }

    private static Ended run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out);
    }
}

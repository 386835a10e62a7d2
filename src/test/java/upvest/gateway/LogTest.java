package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.Payloads;
import upvest.gateway.testing.TestGateway;

/** What the log says of deliveries and events, and in which form. */
@ExtendWith(OutputCaptureExtension.class)
class LogTest {

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash"})
    void eachLineIsJsonWithItsKeyValuesAsFields(String format, CapturedOutput output) throws Exception {
        deliver(Map.of("logging.structured.format.console", format));
        assertThat(line(output, "event did not reach its domain"))
                .contains("\"delivery\":", "\"event\":", "\"type\":\"REPORT.READY\"", "\"route\":\"validate-event\"");
        JsonNode accepted = new ObjectMapper().readTree(line(output, "delivery dispatched"));
        assertThat(accepted.path("delivery").asText()).hasSize(36);
        assertThat(accepted.path("events").asInt()).isEqualTo(5);
        assertThat(accepted.path("invalid").asInt()).isEqualTo(1);
    }

    @Test
    void eachLineIsTextByDefault(CapturedOutput output) throws Exception {
        deliver(Map.of());
        assertThat(line(output, "event did not reach its domain"))
                .contains("WARN ", " type=\"REPORT.READY\"", " route=\"validate-event\"")
                .doesNotStartWith("{");
    }

    @Test
    void aLogStepOfARouteIsSeen(CapturedOutput output) throws Exception {
        deliver(Map.of(
                "camel.main.routes-include-pattern",
                "file:routes/*.camel.yaml,file:routes/channels/*.camel.yaml,file:routes/domains/by-domain.camel.yaml,"
                        + "file:routes/domains/operations.camel.yaml,file:src/test/routes/told.camel.yaml"));
        assertThat(line(output, "ORDER.NEW has come")).contains("INFO ", "upvest.gateway.routes ");
    }

    @Test
    void badEventsWithoutEndAreTwentyLinesAMinuteEachWithItsReason(CapturedOutput output) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            for (int i = 0; i < 40; i++) {
                String delivery = FreshIds.of(Files.readString(Path.of("samples/published/two-bad-among-five.json")));
                assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> Channels.depth("invalid") == 40);
        }
        List<String> lines = output.getOut()
                .lines()
                .filter(line -> line.contains("event did not reach its domain"))
                .toList();
        assertThat(lines).hasSizeBetween(20, 79).allSatisfy(line -> assertThat(line)
                .contains(" route=\"validate-event\"")
                .containsPattern(" why=\"\\(root\\): .+\"| why=\"/.+: .+\""));
    }

    @Test
    void aBrokerThatIsAwayIsTwoLinesHoweverOftenItIsAskedFor(CapturedOutput output) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("broker", "standalone"))) {
            gateway.brokerLine().cut();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> output.getOut().contains("the broker cannot be reached why="));
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.actuator("health/readiness").statusCode()).isEqualTo(503);
            }
            gateway.brokerLine().mend();
            await().atMost(Duration.ofMinutes(1)).until(() -> output.getOut().contains("the broker is reached again"));
        }
        List<String> lines = output.getOut().lines().toList();
        assertThat(lines).noneMatch(line -> line.matches(".*(JmsHealthIndicator|Could not refresh|AMQ214016).*"));
        assertThat(lines.stream().filter(line -> line.contains("the broker cannot be reached why=")))
                .hasSize(1);
        assertThat(lines.stream().filter(line -> line.startsWith("\tat "))).isEmpty();
    }

    private static void deliver(Map<String, String> settings) throws Exception {
        try (TestGateway gateway = TestGateway.start(settings)) {
            String delivery = FreshIds.of(Files.readString(Path.of("samples/published/two-bad-among-five.json")));
            assertThat(delivery).contains(Payloads.MARKER);
            assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        }
    }

    private static String line(CapturedOutput output, String words) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains(words))
                .findFirst()
                .orElseThrow();
    }
}

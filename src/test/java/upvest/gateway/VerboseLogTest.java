package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.operations.WorkProgress;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.Payloads;
import upvest.gateway.testing.TestGateway;

/** However much somebody lets the log tell, who looks for a fault, it tells no event's content and no secret. */
class VerboseLogTest {
    private static final String SECRET = "open-sesame-4711";

    /** A record writes all of its components where it is written: these must say for themselves what they tell. */
    private static final Pattern RECORD = Pattern.compile("record (\\w+)\\(([^{;]*)\\)[^({;]*\\{");

    private static final Pattern CONFIDENTIAL =
            Pattern.compile("(Object|String|byte\\[]) (body|password|passphrase|clientSecret|secret|token)\\b"
                    + "|Map<String, (List<)?String>{1,2} headers\\b");

    @TempDir
    Path folder;

    @Test
    void neitherEventsNorSecretsAreInTheLogAtItsMostVerboseLevel() throws Exception {
        Path log = folder.resolve("log");
        Map<String, String> settings = Map.of(
                "logging.level.org.apache.camel",
                "TRACE",
                "logging.level.upvest",
                "TRACE",
                "logging.file.name",
                log.toString(),
                "logging.threshold.console",
                "WARN",
                "upvest.ledger.password",
                SECRET,
                "upvest.recording.enabled",
                "true",
                "camel.main.routes-include-pattern",
                "file:routes/*.camel.yaml,file:routes/channels/*.camel.yaml,file:routes/domains/by-domain.camel.yaml,"
                        + "file:routes/domains/operations.camel.yaml,file:routes/domains/reports.camel.yaml,file:src/test/routes/verbose.camel.yaml");
        try (TestGateway gateway = TestGateway.start(settings)) {
            for (String sample : List.of("every-type", "two-bad-among-five", "same-event-twice")) {
                String delivery = FreshIds.of(Files.readString(Path.of("samples/published/" + sample + ".json")));
                assertThat(delivery).contains(Payloads.MARKER);
                assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
            }
            assertThat(Deliverer.post(gateway.url(), "[{\"owner\": \"" + Payloads.MARKER + "\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(Channels.depth("dead")).as("events whose route failed").isPositive();
            replay(gateway);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Channels.depth("files") == 0 && Channels.depth("mail") == 0);
        }
        String logged = Files.readString(log);
        assertThat(logged).contains("TRACE o.apache.camel.processor.TryProcessor", "delivery dispatched");
        assertThat(logged.lines().filter(line -> line.contains(SECRET)))
                .as("lines with a secret")
                .isEmpty();
        assertThat(Payloads.in(logged)).as("content of events").isEmpty();
    }

    private static void replay(TestGateway gateway) {
        for (String channel : List.of("dead", "invalid")) {
            Map<String, Object> all =
                    Map.of("channel", channel, "all", true, "dryRun", false, "limit", 5, "why", "as verbose");
            gateway.post("replay", all, WorkProgress.class);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !gateway.get("replay", WorkProgress.class).running());
        }
    }

    @Test
    void recordsThatHoldContentOrSecretsDoNotTellThem() throws IOException {
        List<String> silent = new ArrayList<>();
        List<String> telling = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : (Iterable<Path>) sources.filter(Files::isRegularFile)::iterator) {
                String text = Files.readString(source);
                Matcher record = RECORD.matcher(text);
                while (record.find()) {
                    if (CONFIDENTIAL.matcher(record.group(2)).find()) {
                        String block = block(text, record.end());
                        (block.contains("public String toString()") ? silent : telling).add(record.group(1));
                    }
                }
            }
        }
        assertThat(telling).as("records without a toString of their own").isEmpty();
        assertThat(silent).contains("Event", "Delivery", "Kept", "Broker", "Operator", "Api");
    }

    /** From behind the opening brace to the one that closes it. */
    private static String block(String text, int from) {
        int depth = 1;
        int end = from;
        while (depth > 0) {
            depth += text.charAt(end) == '{' ? 1 : text.charAt(end) == '}' ? -1 : 0;
            end++;
        }
        return text.substring(from, end);
    }
}

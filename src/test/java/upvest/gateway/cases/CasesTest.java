package upvest.gateway.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Channels.Received;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.testing.Tree;

/**
 * Runs every case against a real gateway: real HTTP, broker, ledger and mail server. Whatever a case says, no channel may
 * hold anything it does not name, and the counted outcomes must add up to the events received. {@code -Dcase=WORDS} runs
 * those whose names contain the words.
 */
class CasesTest {
    /** The second folder holds the cases of the routes, which {@code bin/gateway check} runs without a gateway. */
    private static final List<Path> CASES = List.of(Path.of("src/test/cases"), Path.of("routes/cases"));

    private static TestGateway gateway;
    private static Map<String, String> settings;

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        Map<Path, Case> cases = new HashMap<>();
        for (Path folder : CASES) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                    cases.put(file, Case.read(file));
                }
            }
        }
        return cases.entrySet().stream()
                .filter(entry -> name(entry.getKey()).contains(System.getProperty("case", "")))
                .sorted(Comparator.comparing((Map.Entry<Path, Case> entry) ->
                                entry.getValue().given().settings().toString())
                        .thenComparing(Map.Entry::getKey))
                .map(entry -> DynamicTest.dynamicTest(
                        name(entry.getKey()), entry.getKey().toUri(), () -> {
                            prepare(entry.getValue().given().settings());
                            try {
                                run(entry.getValue());
                            } catch (Throwable failure) {
                                stop(); // what a failed case leaves behind must not fail the next
                                throw failure;
                            }
                        }));
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
            gateway = null;
            settings = null;
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".yaml", "").replace('-', ' ');
    }

    private static void prepare(Map<String, String> wanted) throws IOException {
        if (!wanted.equals(settings)) {
            stop();
            gateway = TestGateway.start(wanted);
            settings = wanted;
        }
    }

    private static void run(Case scenario) throws Exception {
        gateway.mailServer().purgeEmailFromAllMailboxes();
        CaseSteps steps = new CaseSteps(gateway);
        double before = received();
        double endedBefore = ended();
        double refusedBefore = refused(scenario.then().refused());
        for (Case.Step step : scenario.when()) {
            steps.run(step);
        }
        waitForOutboxes();
        checkChannels(scenario.then(), steps);
        checkMails(scenario.then().mails(), steps);
        checkFiles(scenario.then().files(), steps);
        if (scenario.then().refused() != null) {
            assertThat(refused(scenario.then().refused()))
                    .as("counted as refused for " + scenario.then().refused())
                    .isGreaterThan(refusedBefore);
        }
        assertThat(ended() - endedBefore).as("sum of the outcomes").isEqualTo(received() - before);
    }

    private static void checkChannels(Case.Then then, CaseSteps steps) throws Exception {
        assertThat(Channels.QUEUES)
                .as("channels the case names")
                .containsAll(then.channels().keySet());
        Map<String, List<Received>> drained = Channels.drain(gateway.brokerUrl());
        for (String channel : Channels.QUEUES) {
            List<Received> messages = drained.get(channel);
            List<String> expected = then.channels().getOrDefault(channel, List.of());
            assertThat(messages.stream().map(Received::body).map(steps::nameOf))
                    .as("channel " + channel)
                    .containsExactlyElementsOf(expected);
            for (int i = 0; i < expected.size(); i++) {
                checkMessage(messages.get(i), channel, expected.get(i), then);
            }
        }
    }

    private static void checkMessage(Received message, String channel, String name, Case.Then then) {
        assertThat(message.property("UpvestEventId"))
                .isNotBlank()
                .isEqualTo(message.correlationId())
                .matches("[0-9a-f-]{36}");
        assertThat(message.property("UpvestDeliveryId")).isNotBlank();
        assertThat(message.property("UpvestReceivedAt")).isNotBlank();
        assertThat(message.type()).isEqualTo(message.property("UpvestEventType"));
        boolean failed = List.of("invalid", "dead", "unknown").contains(channel);
        assertThat(message.properties().containsKey("UpvestFailure")).isEqualTo(failed);
        assertThat(message.properties().containsKey("UpvestFailedRoute")).isEqualTo(failed);
        assertThat(message.properties().containsKey("UpvestFailedAt")).isEqualTo(failed);
        if (failed && then.failedRoutes().containsKey(name)) {
            assertThat(message.property("UpvestFailedRoute"))
                    .isEqualTo(then.failedRoutes().get(name));
        }
        if (then.failures().containsKey(name)) {
            assertThat(message.property("UpvestFailure"))
                    .isEqualTo(then.failures().get(name));
        }
    }

    /** Mails and files come after the answer; they are there when their outboxes hold nothing, not even in delivery. */
    private static void waitForOutboxes() {
        await().atMost(Duration.ofSeconds(30)).until(() -> Channels.depth("mail") + Channels.depth("files") == 0);
    }

    private static void checkMails(List<String> expected, CaseSteps steps) {
        MimeMessage[] mails = gateway.mailServer().getReceivedMessages();
        String text = String.join(
                "\n", Arrays.stream(mails).map(GreenMailUtil::getBody).toList());
        for (String name : steps.names()) {
            if (expected.contains(name)) {
                assertThat(text).as("mail about event " + name).contains(steps.idOf(name));
            } else if (steps.idOf(name) != null) {
                assertThat(text).as("no mail about event " + name).doesNotContain(steps.idOf(name));
            }
        }
        assertThat(mails.length == 0).isEqualTo(expected.isEmpty());
    }

    private static void checkFiles(List<String> expected, CaseSteps steps) throws IOException {
        List<String> written = new ArrayList<>();
        for (Path file : Tree.files(gateway.files())) {
            String name = steps.nameOf(Files.readString(file));
            assertThat(gateway.files().relativize(file).toString())
                    .matches("\\d{4}-\\d{2}-\\d{2}/" + steps.idOf(name) + "\\.json");
            written.add(name);
            Files.delete(file);
        }
        assertThat(written).as("files").containsExactlyInAnyOrderElementsOf(expected);
    }

    private static double received() throws Exception {
        return gateway.counter("upvest_events_received_total");
    }

    private static double ended() throws Exception {
        double sum = 0;
        for (String outcome : List.of("routed", "invalid", "dead", "unknown", "duplicate")) {
            sum += gateway.counter("upvest_events_total{outcome=\"" + outcome + "\"}");
        }
        return sum;
    }

    private static double refused(String reason) throws Exception {
        double sum = 0;
        for (int answer : List.of(400, 401, 404, 405, 413, 415, 417, 500, 501, 503, 505)) {
            sum += gateway.counter("upvest_deliveries_total{answer=\"" + answer + "\",reason=\"" + reason + "\"}");
        }
        return sum;
    }
}

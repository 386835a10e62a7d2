package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.TestGateway;

/**
 * Files are applied while four subscriptions deliver without a pause: every delivery is answered 200 at the first attempt,
 * every event is where it belongs exactly once and in order for its object; what cannot be applied changes nothing. {@code -Dapply.swaps=200} is the long
 * form.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class ApplyTest {
    /** After so many swaps what arrived is taken, so that it stays what a machine of any pace can hold. */
    private static final int OFTEN = 4;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ORDERS = "routes/domains/orders.camel.yaml";

    @TempDir
    Path home;

    @Test
    void swapsUnderLoad() throws Exception {
        Edits edits = new Edits(home);
        int swaps = Integer.getInteger("apply.swaps", edits.count());
        long seed = System.nanoTime();
        try (Installation site = new Installation(home, Map.of(), new Random(seed))) {
            Inspection inspection = new Inspection(site);
            int copied = 0;
            try (Upvest upvest = new Upvest(site::address, seed)) {
                for (int swap = 0; swap < swaps; swap += OFTEN) {
                    upvest.resume();
                    for (int next = swap; next < swap + OFTEN; next++) {
                        upvest.awaitAccepted(1);
                        apply(edits, site);
                    }
                    upvest.pause();
                    inspection.inspect(upvest.takeSent());
                    copied += copies(site);
                }
                assertThat(refusals(site)).as(upvest.toString()).isEmpty();
                assertThat(copied).isPositive().isLessThan(inspection.events());
                System.out.printf(
                        "%d swaps, events %d, %d of them copied, %s%n", swaps, inspection.events(), copied, upvest);
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed + ", " + e + site.tails(), e);
            }
            inspection.inspectLedger("upvest.audit");
        }
    }

    private static void apply(Edits edits, Installation site) throws Exception {
        Edits.Edit edit = edits.next();
        JsonNode answer = applyByJmx(site);
        assertThat(answer.path("report").toString()).as(edit.name()).contains(edit.says());
        assertThat(answer.path("live").asBoolean()).as(edit.name() + answer).isEqualTo(edit.applies());
        if (!edit.applies()) {
            edits.undo();
        }
    }

    /** What was refused, but for want of an answer of the broker in time: on a busy machine that happens without swaps. */
    private static List<String> refusals(Installation site) throws IOException, InterruptedException {
        String metrics = asked(management(site, "prometheus").GET());
        assertThat(metrics).contains("upvest_deliveries_total{answer=\"200\"");
        return metrics.lines()
                .filter(line -> line.startsWith("upvest_deliveries_total{answer="))
                .filter(line -> !line.contains("answer=\"200\"") && !line.contains("reason=\"NOT_STORED\""))
                .filter(line -> !line.endsWith(" 0.0"))
                .toList();
    }

    /** As Hawtio does; what the command line does with the answer is another test. */
    private static JsonNode applyByJmx(Installation site) throws IOException, InterruptedException {
        String call =
                "{\"type\":\"exec\",\"mbean\":\"upvest.gateway:type=Endpoint,name=Routes\",\"operation\":\"apply\",\"arguments\":[false,\"test\"]}";
        JsonNode answer = new ObjectMapper()
                .readTree(asked(management(site, "jolokia").POST(HttpRequest.BodyPublishers.ofString(call))));
        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
        return answer.path("value");
    }

    private static HttpRequest.Builder management(Installation site, String page) throws IOException {
        String url = site.managementUrl();
        return HttpRequest.newBuilder(URI.create(url + "/actuator/" + page))
                .header("Origin", url)
                .header(
                        "Authorization",
                        TestGateway.basic(Files.readString(site.data().resolve("operator"))
                                .strip()));
    }

    private static String asked(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** How many events are on the second queue, each once. */
    private static int copies(Installation site) throws Exception {
        Set<String> events = new HashSet<>();
        for (Channels.Received copy : Channels.drain(site.brokerUrl(), "audit")) {
            assertThat(events.add(copy.property("UpvestEventId")))
                    .as("a copy came once")
                    .isTrue();
        }
        return events.size();
    }

    @Test
    void whatRunsCanBeSeenAndARehearsalChangesNothing() throws Exception {
        Edits edits = new Edits(home);
        try (Installation site = new Installation(home, Map.of(), new Random())) {
            Answer all = gateway(site, "routes", "--json");
            assertThat(all.exitCode()).isZero();
            JsonNode running = new ObjectMapper().readTree(all.text());
            assertThat(running.path("files").path(ORDERS).path("hash").asText()).hasSize(64);
            assertThat(running.path("changed").isArray()).isTrue();
            edits.next();
            Answer rehearsal = gateway(site, "apply", "--dry-run");
            assertThat(rehearsal.exitCode()).isEqualTo(1);
            assertThat(rehearsal.text()).contains("ORDER.NEW  orders -> orders, audit", "not applied");
            Answer before = gateway(site, "routes");
            assertThat(before.exitCode()).isEqualTo(1);
            assertThat(before.text()).contains("on disk differs: " + ORDERS).containsPattern(ORDERS + " .* start\n");
            Answer applied = gateway(site, "apply", "--by", "Ada", "--json");
            assertThat(applied.exitCode()).isZero();
            JsonNode report = new ObjectMapper().readTree(applied.text());
            assertThat(report.path("live").asBoolean()).isTrue();
            assertThat(report.path("report").toString()).contains("ORDER.NEW  orders -> orders, audit");
            assertThat(gateway(site, "routes").text())
                    .doesNotContain("differs")
                    .containsPattern(ORDERS + " .* operator \\(Ada\\)\n");
        }
    }

    @Test
    void whereItIsWantedAChangedFileIsAppliedWithoutBeingAsked() throws Exception {
        Edits edits = new Edits(home);
        try (Installation site = new Installation(home, Map.of("upvest.routes.watch", "true"), new Random())) {
            edits.next();
            await().atMost(Duration.ofMinutes(1))
                    .pollDelay(Duration.ZERO)
                    .until(() -> gateway(site, "routes").text().matches("(?s).*" + ORDERS + " [^\n]* watch\n.*"));
        }
    }

    private record Answer(int exitCode, String text) {}

    private static Answer gateway(Installation site, String... words) throws IOException, InterruptedException {
        Process process = site.command(words).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }
}

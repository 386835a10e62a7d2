package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** What Prometheus reads after real deliveries, and that the reference names it. */
class MetricsTest {
    private static final Pattern EXPOSED = Pattern.compile("# TYPE (upvest_\\w+) ");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(upvest_\\w+)` \\|");
    private static final Map<String, String> ANOTHER_BROKER = Map.of("broker", "standalone", "ledger", "postgres");
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void everyMetricIsInTheReferenceAndTheOtherWayRound() throws Exception {
        try (TestGateway gateway =
                TestGateway.start(Map.of("upvest.contract", "live", "upvest.recording.enabled", "true"))) {
            deliver(gateway, "samples/live/position-updated.json");
            String unknown = FreshIds.of(Files.readString(Path.of("samples/live/position-updated.json")))
                    .replace("\"POSITION.UPDATED\"", "\"POSITION.INVENTED\"");
            assertThat(Deliverer.post(gateway.url(), unknown).statusCode()).isEqualTo(200);
            assertThat(names(DOCUMENTED, Files.readString(Path.of("docs/reference/metrics.md"))))
                    .isEqualTo(names(EXPOSED, gateway.actuator("prometheus").body()));
            assertThat(gateway.counter("upvest_events_total{type=\"other\",outcome=\"routed\"}"))
                    .isEqualTo(1);
        }
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void countsEventsByTypeAndOutcomeAndTimesDeliveries() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            deliver(gateway, "samples/published/every-type.json");
            deliver(gateway, "samples/published/two-bad-among-five.json");
            deliver(gateway, "samples/published/same-event-twice.json");
            assertThat(gateway.counter("upvest_events_total"))
                    .isEqualTo(gateway.counter("upvest_events_received_total"))
                    .isEqualTo(60 + 5 + 3);
            assertThat(gateway.counter("upvest_events_total{type=\"ORDER.FILLED\",outcome=\"routed\"}"))
                    .isPositive();
            assertThat(gateway.counter("upvest_events_total{outcome=\"invalid\"}"))
                    .isEqualTo(1);
            assertThat(gateway.counter("upvest_events_total{outcome=\"duplicate\"}"))
                    .isEqualTo(1);
            timed(gateway);
        }
    }

    private static void timed(TestGateway gateway) throws Exception {
        assertThat(gateway.counter("upvest_delivery_time_seconds_count")).isEqualTo(3);
        assertThat(gateway.counter("upvest_delivery_time_seconds_bucket{le=\"+Inf\"}"))
                .isEqualTo(3);
        for (String phase : Set.of("verify", "store", "validate", "route", "send", "claim", "commit")) {
            assertThat(gateway.counter("upvest_delivery_phase_seconds_count{phase=\"" + phase + "\"}"))
                    .isEqualTo(3);
            assertThat(gateway.counter("upvest_delivery_phase_seconds_sum{phase=\"" + phase + "\"}"))
                    .as(phase)
                    .isPositive();
        }
        assertThat(gateway.counter("upvest_delivery_phase_seconds_sum{phase=\"verify\"}")
                        + gateway.counter("upvest_delivery_phase_seconds_sum{phase=\"store\"}"))
                .isCloseTo(
                        gateway.counter("upvest_delivery_time_seconds_sum"),
                        org.assertj.core.data.Offset.offset(0.000_01));
        assertThat(gateway.counter("upvest_delivery_dispatch_seconds_count")).isEqualTo(3);
        assertThat(gateway.counter("upvest_deliveries_in_flight")).isZero();
    }

    @Test
    void tellsWhatStandsInTheQueuesTheLedgerAndTheKeys() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            Instant before = Instant.now();
            deliver(gateway, "samples/published/every-type.json");
            standsInTheQueues(gateway);
            assertThat(gateway.counter("upvest_ledger_size_bytes")).isPositive();
            assertThat(gateway.counter("upvest_keys")).isEqualTo(1);
            assertThat(gateway.counter("upvest_keys_read_seconds")).isBetween(before.getEpochSecond() - 600.0, (double)
                    Instant.now().getEpochSecond());
            assertThat(gateway.counter("upvest_keys_expire_seconds")).isNaN();
            await().atMost(SOON).until(() -> gateway.counter("upvest_ledger_events") == 120);
            assertThat(gateway.counter("upvest_ledger_newest_seconds")).isGreaterThanOrEqualTo(before.getEpochSecond());
            gateway.bean(EmbeddedBroker.class).stop();
            await().atMost(SOON).until(() -> gateway.counter("upvest_broker_connected") == 0);
            assertThat(gateway.counter("upvest_channel_messages{channel=\"orders\"}"))
                    .as("what is not known is not a number")
                    .isNaN();
            gateway.bean(EmbeddedBroker.class).start();
            await().atMost(SOON).until(() -> gateway.counter("upvest_channel_messages{channel=\"orders\"}") == 11);
        }
    }

    @Test
    void tellsWhatStandsInTheQueuesOfAnotherBroker() throws Exception {
        try (TestGateway gateway = TestGateway.start(ANOTHER_BROKER)) {
            deliver(gateway, "samples/published/every-type.json");
            standsInTheQueues(gateway);
            assertThat(gateway.counter("upvest_ledger_size_bytes")).isPositive();
        }
    }

    private static void standsInTheQueues(TestGateway gateway) throws Exception {
        await().atMost(SOON).until(() -> gateway.counter("upvest_channel_messages{channel=\"orders\"}") == 11);
        await().atMost(SOON).until(() -> gateway.counter("upvest_channel_oldest_seconds{channel=\"orders\"}") > 1);
        assertThat(gateway.counter("upvest_broker_connected")).isEqualTo(1);
        assertThat(gateway.counter("upvest_channel_consumers{channel=\"orders\"}"))
                .isZero();
        assertThat(Channels.drain(gateway.brokerUrl(), "orders")).hasSize(11);
        await().atMost(SOON).until(() -> gateway.counter("upvest_channel_oldest_seconds{channel=\"orders\"}") == 0);
        deliver(gateway, "samples/published/every-type.json");
    }

    private static void deliver(TestGateway gateway, String sample) throws IOException {
        String delivery = FreshIds.of(Files.readString(Path.of(sample)));
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
    }
}

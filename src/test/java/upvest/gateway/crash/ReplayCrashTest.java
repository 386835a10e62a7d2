package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.check.Copy;
import upvest.gateway.crash.Installation.Victim;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;

/** {@code kill -9} in the middle of replays: every event is where it belongs exactly once, in order for its object. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGKILL")
class ReplayCrashTest {
    private static final String ORDERS = "routes/domains/orders.camel.yaml";
    private static final int DELIVERIES = 10;
    private static final int EVENTS = 20;
    private static final int OBJECTS = 5;

    @TempDir
    Path home;

    @Test
    void aReplayThatIsKilledLosesAndDoublesNothing() throws Exception {
        Copy copy = Copy.in(home);
        copy.edit(
                ORDERS,
                "channel: orders",
                "channel: orders\n        - throwException:\n            exceptionType: java.lang.IllegalStateException\n            message: broken");
        long seed = System.nanoTime();
        try (Installation site = new Installation(home, Map.of(), new Random(seed))) {
            Map<String, List<String>> sent = deliver(site);
            Channels.awaitDispatched(site.brokerUrl()); // all of them are dead
            Copy.in(home);
            site.kill(Victim.GATEWAY); // the next one runs the mended route
            site.start(Victim.GATEWAY);
            for (Moment moment :
                    List.of(Moment.BETWEEN_SENDS, Moment.BETWEEN_THE_COMMITS, Moment.AFTER_THE_BROKERS_COMMIT)) {
                Process replay = replay(site);
                site.killAt(moment, Victim.GATEWAY);
                assertThat(replay.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(replay.exitValue()).as("the gateway is gone").isEqualTo(3);
                site.start(Victim.GATEWAY);
            }
            Process last = replay(site);
            assertThat(last.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(last.exitValue()).isZero();
            assertThat(Channels.drain(site.brokerUrl(), "dead")).isEmpty();
            Map<String, List<String>> arrived = new HashMap<>();
            Channels.drain(site.brokerUrl(), "orders").forEach(message -> arrived.computeIfAbsent(
                            message.property("UpvestObjectId"), any -> new ArrayList<>())
                    .add(message.body()));
            assertThat(arrived).as("seed " + seed).isEqualTo(sent);
        }
    }

    /** Events that all fail, by object, in order. */
    private static Map<String, List<String>> deliver(Installation site) {
        List<String> objects = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            objects.add(UUID.randomUUID().toString());
        }
        Map<String, List<String>> sent = new HashMap<>();
        for (int delivery = 0; delivery < DELIVERIES; delivery++) {
            List<String> events = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                String object = objects.get(i % OBJECTS);
                String event =
                        """
                        {"id":"%s","created_at":"2024-01-15T14:10:12Z","event_type":"ORDER.REJECTED",\
                        "object":{"id":"%s","type":"ORDER"},"webhook_id":"%2$s"}"""
                                .formatted(UUID.randomUUID(), object);
                events.add(event);
                sent.computeIfAbsent(object, any -> new ArrayList<>()).add(event);
            }
            String body = "{\"payload\":[" + String.join(",", events) + "]}";
            assertThat(Deliverer.post(site.address(0), body).statusCode()).isEqualTo(200);
        }
        return sent;
    }

    /** Slow enough to be killed in its middle. */
    private static Process replay(Installation site) throws Exception {
        return site.command("replay", "dead", "--all", "--yes", "--rate", "100")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}

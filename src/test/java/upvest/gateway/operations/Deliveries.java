package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Channels.Received;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** What the tests of this package deliver and do. */
final class Deliveries {
    static final String MENDED = "file:routes/**/*.camel.yaml";

    /** Rejected and cancelled orders are dead. */
    static final String BROKEN = "file:routes/*.camel.yaml,file:routes/channels/*.camel.yaml,"
            + "file:routes/domains/by-domain.camel.yaml,file:routes/domains/operations.camel.yaml,"
            + "file:routes/domains/users.camel.yaml,file:src/test/routes/broken.camel.yaml";

    static final String ROUTES = "camel.main.routes-include-pattern";

    private Deliveries() {}

    static String event(String type, String object) {
        return event(UUID.randomUUID().toString(), type, object);
    }

    static String event(String id, String type, String object) {
        return """
                {"id":"%s","created_at":"2024-01-15T14:10:12Z","event_type":"%s",\
                "object":{"id":"%s","type":"%s"},"webhook_id":"6513270e-269e-4d37-b2a7-4de452e6b438"}"""
                .formatted(id, type, object, type.substring(0, type.indexOf('.')));
    }

    static void deliver(TestGateway gateway, String... events) {
        String delivery = "{\"payload\":[" + String.join(",", events) + "]}";
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
    }

    /** The report of a rehearsal of all that wait in a channel. */
    static Map<String, Object> rehearse(TestGateway gateway, String channel) {
        ReplayEndpoint replay = gateway.bean(ReplayEndpoint.class);
        all(replay, channel, true, 1000, 0, "");
        return ended(replay);
    }

    /** The report of a replay of all that wait in a channel. */
    static Map<String, Object> replay(TestGateway gateway, String channel) {
        ReplayEndpoint replay = gateway.bean(ReplayEndpoint.class);
        all(replay, channel, false, 1000, 0, "mended");
        return ended(replay);
    }

    static void all(ReplayEndpoint replay, String channel, boolean dryRun, int limit, int rate, String why) {
        replay.replay(channel, null, null, null, null, null, null, true, dryRun, limit, rate, "Ada", why);
    }

    static Map<String, Object> ended(WorkEndpoint work) {
        await().atMost(Duration.ofMinutes(1)).until(() -> !work.progress().running());
        return work.progress().report();
    }

    static List<Received> drain(TestGateway gateway, String channel) throws Exception {
        return Channels.drain(gateway.brokerUrl(), channel);
    }

    static List<String> bodies(TestGateway gateway, String channel) throws Exception {
        return drain(gateway, channel).stream().map(Received::body).toList();
    }
}

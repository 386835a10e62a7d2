package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static upvest.gateway.operations.Deliveries.deliver;
import static upvest.gateway.operations.Deliveries.ended;
import static upvest.gateway.operations.Deliveries.event;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.testing.Typed;

/**
 * What is more than the broker's memory holds is repaired exactly: all of it is seen, and nothing else is said. With
 * {@code -Dqueue.messages=200000} in queues as large as that.
 */
class FullQueuesTest {
    private static final int MESSAGES = Integer.getInteger("queue.messages", 6_000);
    private static final int OBJECTS = 100;
    private static final int EACH = MESSAGES / OBJECTS;

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "standalone"})
    void eraseFindsEveryMessageOfAnObject(String broker) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("broker", broker))) {
            FullQueues queues = FullQueues.of(gateway);
            List<String> objects = FullQueues.objects(OBJECTS);
            queues.fill("users", "USER.UPDATED", MESSAGES, objects);
            String object = objects.get(OBJECTS - 1);
            for (int i = 0; i < 3; i++) {
                assertThat(Typed.type(gateway, "erase", object))
                        .satisfies(
                                told -> assertThat(told.code()).as(told.out()).isZero())
                        .satisfies(told -> assertThat(told.out())
                                .contains(EACH + "  messages in upvest.users\n")
                                .contains("everything was looked at, nothing was removed; --yes does it\n"));
            }
            Typed done = Typed.type(gateway, "erase", object, "--yes");
            assertThat(done.code()).as(done.out()).isZero();
            assertThat(done.out()).contains(EACH + "  messages in upvest.users\n", "\neverything was looked at\n");
            assertThat(Typed.type(gateway, "erase", object, "--yes").out())
                    .doesNotContain("messages in")
                    .endsWith("\neverything was looked at\n");
            queues.awaitCount("users", MESSAGES - EACH);
            QueueContent content = gateway.bean(QueueContent.class);
            assertThat(content.waiting("upvest.users", "UpvestObjectId"))
                    .hasSize(OBJECTS - 1)
                    .doesNotContainKey(object)
                    .containsValue((long) EACH);
        }
    }

    @Test
    void eraseIsExactWhileEventsArriveAndSaysWhatConsumersHold() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of());
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.brokerUrl());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            FullQueues queues = FullQueues.of(gateway);
            List<String> objects = FullQueues.objects(OBJECTS);
            queues.fill("users", "USER.UPDATED", MESSAGES, objects);
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> load(gateway, enough));
            Typed done = Typed.type(gateway, "erase", objects.get(7), "--yes");
            enough.set(true);
            load.join();
            assertThat(done.out()).contains(EACH + "  messages in upvest.users\n");
            assertThat(gateway.bean(QueueContent.class).waiting("upvest.users", "UpvestObjectId"))
                    .doesNotContainKey(objects.get(7));

            connection.start();
            MessageConsumer consumer = session.createConsumer(session.createQueue("upvest.users"));
            assertThat(consumer.receive(10_000)).isNotNull();
            Typed held = Typed.type(gateway, "erase", objects.get(8), "--yes");
            assertThat(held.code()).isEqualTo(1);
            assertThat(held.out())
                    .contains("not looked at; say it again later:\n")
                    .contains("not everything was looked at: see notLookedAt");
        }
    }

    private static void load(TestGateway gateway, AtomicBoolean enough) {
        while (!enough.get()) {
            deliver(gateway, event("USER.CREATED", UUID.randomUUID().toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "standalone"})
    void replaySaysWhatTheLimitLeavesAndThenTakesAllInOrder(String broker) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("broker", broker))) {
            FullQueues queues = FullQueues.of(gateway);
            List<String> dead = queues.fill("dead", "ORDER.NEW", MESSAGES, FullQueues.objects(OBJECTS));
            String limit = Integer.toString(MESSAGES / 4);
            Typed told = Typed.type(gateway, "replay", "dead", "--all", "--limit", "10");
            assertThat(told.out())
                    .contains("upvest.dead: " + MESSAGES + " waiting, " + MESSAGES + " selected, 10 within the limit\n")
                    .endsWith("\n" + (MESSAGES - 10)
                            + " more match, the limit was 10; nothing was replayed; --yes does it\n");
            Typed some = Typed.type(gateway, "replay", "dead", "--all", "--limit", limit, "--yes");
            assertThat(some.code()).isEqualTo(1);
            assertThat(some.out())
                    .endsWith("\nreplayed " + limit + "; " + (MESSAGES - MESSAGES / 4) + " more match, the limit was "
                            + limit + "\n");
            queues.awaitCount("dead", MESSAGES - MESSAGES / 4);
            Typed all = Typed.type(gateway, "replay", "dead", "--all", "--limit", "1000000", "--yes");
            assertThat(all.code()).as(all.out()).isZero();
            assertThat(all.out()).endsWith("\nreplayed " + (MESSAGES - MESSAGES / 4) + ", all of it\n");
            queues.awaitCount("dead", 0);
            queues.awaitCount("orders", MESSAGES);
            List<String> arrived = new ArrayList<>();
            Channels.drain(gateway.brokerUrl(), "orders").forEach(message -> arrived.add(message.body()));
            assertThat(byObject(arrived)).isEqualTo(byObject(dead));
        }
    }

    private static Map<String, List<String>> byObject(List<String> bodies) {
        Map<String, List<String>> byObject = new HashMap<>();
        for (String body : bodies) {
            byObject.computeIfAbsent(
                            body.replaceAll(".*\"object\":\\{\"id\":\"([^\"]+)\".*", "$1"), any -> new ArrayList<>())
                    .add(body);
        }
        return byObject;
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "standalone"})
    void purgeRemovesWhatIsMeantFromTheDepthOfAQueue(String broker) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("broker", broker))) {
            FullQueues queues = FullQueues.of(gateway);
            List<String> objects = FullQueues.objects(OBJECTS);
            queues.fill("unknown", "ORDER.NEW", MESSAGES - 3000, objects);
            queues.fill("unknown", "TOPUP.SETTLED", 3000, objects);
            String limit = Integer.toString(MESSAGES);
            Typed misspelt = Typed.type(gateway, "purge", "unknown", "--type", "TOPUPS", "--yes");
            assertThat(misspelt.code()).isEqualTo(1);
            assertThat(misspelt.out())
                    .endsWith("nothing matches: no message in upvest.unknown is of the type TOPUPS; there are"
                            + " ORDER.NEW (" + (MESSAGES - 3000) + "), TOPUP.SETTLED (3000)\n");
            Typed done = Typed.type(gateway, "purge", "unknown", "--type", "TOPUP", "--limit", limit, "--yes");
            assertThat(done.code()).as(done.out()).isZero();
            assertThat(done.out()).endsWith("\nremoved 3000, all of it\n");
            queues.awaitCount("unknown", MESSAGES - 3000);
            assertThat(gateway.bean(QueueContent.class).waiting("upvest.unknown", "UpvestEventType"))
                    .isEqualTo(Map.of("ORDER.NEW", (long) MESSAGES - 3000));
            Typed all = Typed.type(gateway, "purge", "unknown", "--all", "--limit", limit, "--yes");
            assertThat(all.out()).endsWith("\nremoved " + (MESSAGES - 3000) + ", all of it\n");
            queues.awaitCount("unknown", 0);
        }
    }

    private static String id(String event) {
        return event.replaceFirst("\\{\"id\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void oneMessageIsFoundWhereverItStands() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            List<String> dead = FullQueues.of(gateway).fill("dead", "ORDER.NEW", MESSAGES, FullQueues.objects(OBJECTS));
            for (int i : new int[] {0, MESSAGES / 2, MESSAGES - 1}) {
                assertThat(Typed.type(gateway, "replay", "dead", "--id", id(dead.get(i)))
                                .out())
                        .contains("upvest.dead: " + MESSAGES + " waiting, 1 selected, 1 within the limit\n");
            }
            Typed tooDeep = Typed.type(gateway, "replay", "dead", "--id", id(dead.get(MESSAGES - 1)), "--yes");
            assertThat(tooDeep.code()).isEqualTo(1);
            assertThat(tooDeep.out())
                    .contains("or it is behind too many others")
                    .endsWith("; 1 wait for a person as before; where no consumer has what was not taken and nothing is"
                            + " paused, it is too deep in the queue: --all --limit " + MESSAGES
                            + " replays the queue from its front up to it\n");
            assertThat(Typed.type(gateway, "replay", "dead", "--id", id(dead.get(9)), "--yes")
                            .out())
                    .endsWith("\nreplayed 1, all of it\n");
            Typed unknown = Typed.type(
                    gateway, "replay", "dead", "--id", UUID.randomUUID().toString(), "--yes");
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(unknown.out()).contains("nothing matches: no message in upvest.dead has the id ");
        }
    }

    @Test
    void aReplayCanBeFollowedAndStoppedAndHoldsUpNoDryRun() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            FullQueues queues = FullQueues.of(gateway);
            queues.fill("dead", "ORDER.NEW", MESSAGES, FullQueues.objects(OBJECTS));
            assertThat(Typed.type(gateway, "replay", "--stop").out()).isEqualTo("no replay is running\n");
            ReplayEndpoint replay = gateway.bean(ReplayEndpoint.class);
            Deliveries.all(replay, "dead", false, MESSAGES, 1, "");
            Typed dryRun = Typed.type(gateway, "replay", "dead", "--all", "--limit", "5");
            assertThat(dryRun.code()).as(dryRun.out()).isZero();
            Typed second = Typed.type(gateway, "replay", "dead", "--all", "--yes");
            assertThat(second.code()).isEqualTo(3);
            assertThat(second.out())
                    .contains("gateway: another replay is running, begun by Ada at ")
                    .endsWith("; --follow shows it, --stop ends it\n");
            Typed stopped = Typed.type(gateway, "replay", "--stop", "--by", "Bob");
            assertThat(stopped.code()).isEqualTo(1);
            assertThat(stopped.out()).containsPattern("replayed \\d+; stopped by \\S*.*Bob\\S*; \\d+ left\n");
            int done = Integer.parseInt(stopped.out().replaceFirst("(?s).*replayed (\\d+);.*", "$1"));
            queues.awaitCount("dead", MESSAGES - done);
            queues.awaitCount("orders", done);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGINT")
    void ctrlCStopsAReplayAndSaysHowFarItCame() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            FullQueues queues = FullQueues.of(gateway);
            queues.fill("dead", "ORDER.NEW", MESSAGES, FullQueues.objects(OBJECTS));
            ReplayEndpoint replay = gateway.bean(ReplayEndpoint.class);
            String limit = Integer.toString(MESSAGES);
            Process typed = Typed.begin(gateway, "replay", "dead", "--all", "--limit", limit, "--rate", "1", "--yes");
            await().atMost(Duration.ofMinutes(1)).until(() -> replay.progress().done() > 0);
            new ProcessBuilder("kill", "-INT", Long.toString(typed.pid()))
                    .start()
                    .waitFor();
            Typed ended = Typed.ended(typed);
            assertThat(ended.code()).isNotZero();
            assertThat(ended.out()).containsPattern("stopped: \\d+ done, 0 failed, \\d+ left\n");
            assertThat(ended(replay)).containsEntry("complete", false);
            queues.awaitCount("orders", replay.progress().done());
            queues.awaitCount("dead", MESSAGES - replay.progress().done());
        }
    }

    @Test
    void aPurgedEventIsSaidToBePurged() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            List<String> ids = IntStream.range(0, 3)
                    .mapToObj(i -> UUID.randomUUID().toString())
                    .toList();
            deliver(gateway, event(ids.get(0), "ORDER.NOSUCH", "no id"), event(ids.get(1), "USER.CREATED", "no id"));
            String object = UUID.randomUUID().toString();
            deliver(gateway, event(ids.get(2), "ORDER.NEW", object));
            Typed.type(gateway, "purge", "invalid", "--id", ids.get(0), "--yes", "--by", "Ada");
            Typed.type(gateway, "erase", object, "--yes", "--by", "Ada");
            assertThat(Typed.type(gateway, "event", ids.get(0)).out())
                    .contains("channel     upvest.invalid\n")
                    .containsPattern("now         purged from upvest.invalid by \\S+ \\(Ada\\) at 20\\S+Z\n");
            assertThat(Typed.type(gateway, "event", ids.get(1)).out()).contains("now         in upvest.invalid\n");
            assertThat(Typed.type(gateway, "event", ids.get(2)).out())
                    .containsPattern("now         erased from upvest.orders by \\S+ \\(Ada\\) at 20\\S+Z\n");
        }
    }
}

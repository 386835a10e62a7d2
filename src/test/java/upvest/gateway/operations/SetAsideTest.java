package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static upvest.gateway.operations.Deliveries.event;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.testing.Typed;

/**
 * More messages set aside than are counted at once. With {@code -Dset.aside.messages=100000} so many; what took how long is
 * in {@code target/set-aside.txt}.
 */
class SetAsideTest {
    private static final int MESSAGES = Integer.getInteger("set.aside.messages", 12_000);
    private static final int TOGETHER = 1000;
    private static final String STEP = "ConnectException, at orders/post";
    private static final List<String> TYPES = List.of("ORDER.NEW", "ORDER.FILLED", "USER.CREATED", "ACCOUNT.CREATED");
    private static final List<String> TIMES = new ArrayList<>();

    private static TestGateway gateway;

    @BeforeAll
    static void fill() throws Exception {
        gateway = TestGateway.start(Map.of());
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.brokerUrl());
                var connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue("upvest.dead"))) {
            for (int i = 1; i <= MESSAGES; i++) {
                producer.send(message(session, i));
                if (i % TOGETHER == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    /** One third each of an exception with words of its own and a step, of one without, and without any reason. */
    private static Message message(Session session, int i) throws JMSException {
        String id = UUID.randomUUID().toString();
        String type = TYPES.get(i % TYPES.size());
        String body = event(id, type, UUID.randomUUID().toString());
        Message message = session.createTextMessage(
                body.replace("},\"webhook_id\"", ",\"note\":\"" + "x".repeat(800) + "\"},\"webhook_id\""));
        message.setStringProperty("UpvestEventId", id);
        message.setStringProperty("UpvestDeliveryId", UUID.randomUUID().toString());
        message.setStringProperty("UpvestEventType", type);
        message.setStringProperty("UpvestFailedRoute", "orders");
        if (i % 3 == 0) {
            message.setStringProperty("UpvestFailure", "ConnectException: no answer to " + i + ", at orders/post");
        } else if (i % 3 == 1) {
            message.setStringProperty("UpvestFailure", "ConnectException: no answer to " + i);
        }
        return message;
    }

    @AfterAll
    static void stop() throws IOException {
        Files.write(Path.of("target/set-aside.txt"), TIMES);
        if (gateway != null) {
            gateway.close();
        }
    }

    private static <T> T timed(String what, Callable<T> work) throws Exception {
        long begun = System.nanoTime();
        T done = work.call();
        TIMES.add("%-36s %7d ms"
                .formatted(what, Duration.ofNanos(System.nanoTime() - begun).toMillis()));
        return done;
    }

    @Test
    void isCountedByReasonAndTypeAndAGroupIsDoneAsAWhole() throws Exception {
        groupsAreWhatTheySay();
        groupsAreReplayedAndPurged();
    }

    private static void groupsAreWhatTheySay() throws Exception {
        QueuesEndpoint queues = gateway.bean(QueuesEndpoint.class);
        SetasideEndpoint setAside = gateway.bean(SetasideEndpoint.class);
        assertThat(timed("groups, the first time", () -> setAside.groups("dead"))
                        .messages())
                .isEqualTo(MESSAGES);
        timed("until all are counted", () -> await().atMost(Duration.ofMinutes(2))
                .until(() -> setAside.groups("dead"), counted -> !counted.counting()));
        List<Reasons.Group> groups =
                timed("groups", () -> setAside.groups("dead").groups());
        assertThat(groups)
                .extracting(Reasons.Group::reason, Reasons.Group::messages)
                .containsExactlyInAnyOrder(
                        tuple(STEP, MESSAGES / 3L),
                        tuple("ConnectException", (MESSAGES + 2L) / 3),
                        tuple("no reason given", (MESSAGES + 1L) / 3));
        assertThat(groups).allSatisfy(group -> assertThat(group.types()).containsKeys("ORDER.NEW", "USER.CREATED"));
        assertThat(timed("status", gateway::status).failed().get("upvest.dead").reasons())
                .containsKey(STEP);

        QueuesEndpoint.Page page = timed("a page of a group", () -> queues.messages("dead", STEP, null, null, 25, 25));
        assertThat(page.more()).isTrue();
        assertThat(page.messages()).allSatisfy(message -> {
            assertThat(message.reason()).isEqualTo(STEP);
            assertThat(message.headers().toString()).doesNotContain("no answer");
        });
        assertThat(queues.messages("dead", "ConnectException", "", "USER.CREATED", 0, 500)
                        .messages())
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message.reason()).isEqualTo("ConnectException"));
    }

    private static void groupsAreReplayedAndPurged() throws Exception {
        Map<String, Object> report = timed("dry run of a group", () -> rehearse("=" + STEP));
        assertThat(report).containsEntry("chosen", MESSAGES / 3);
        assertThat(report.get("targets").toString()).contains("orders=", "not tried: 100 before");
        assertThat((Map<?, ?>) report.get("reasons")).hasSizeLessThan(200);
        assertThat(rehearse("=connectexception")).containsEntry("chosen", (MESSAGES + 2) / 3);
        assertThat(timed("dry run of two thirds", () -> rehearse("no answer")))
                .containsEntry("chosen", MESSAGES / 3 + (MESSAGES + 2) / 3);

        Typed told = Typed.type(gateway, "replay", "dead", "--reason", "=no reason given", "--limit", "200000");
        assertThat(told.out()).contains((MESSAGES + 1) / 3 + " selected");
        PurgeEndpoint purge = gateway.bean(PurgeEndpoint.class);
        purge.purge("dead", null, "=no reason given", null, null, null, null, null, false, MESSAGES, "Ada", null);
        assertThat(Deliveries.ended(purge)).containsEntry("chosen", (MESSAGES + 1) / 3);
        assertThat(Channels.depth("dead")).isEqualTo(MESSAGES - (MESSAGES + 1) / 3);
    }

    private static Map<String, Object> rehearse(String reason) {
        ReplayEndpoint replay = gateway.bean(ReplayEndpoint.class);
        replay.replay("dead", null, reason, null, null, null, null, null, true, MESSAGES, 0, "Ada", null);
        return Deliveries.ended(replay);
    }
}

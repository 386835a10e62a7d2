package upvest.gateway.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.consumerkit.Contract;
import upvest.gateway.consumerkit.Event;
import upvest.gateway.consumerkit.Events;
import upvest.gateway.consumerkit.Poison;
import upvest.gateway.consumerkit.UpvestQueues;
import upvest.gateway.crash.BrokerProcess;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** The example consumer over AMQP 1.0, against ActiveMQ Artemis as it is distributed. */
@EnabledIf(
        value = "upvest.gateway.consumers.NodeProcess#installed",
        disabledReason = "node or npm is missing, or \"npm ci\" in examples/node-amqp could not fetch what it needs")
class AmqpConsumerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static Path folder;
    private static BrokerProcess broker;

    @TempDir
    Path data;

    private Path history;

    @BeforeAll
    static void startBroker() throws Exception {
        folder = Files.createTempDirectory("upvest-amqp-");
        broker = new BrokerProcess(folder.resolve("broker"));
        broker.awaitReady();
    }

    @AfterAll
    static void endBroker() throws Exception {
        if (broker != null) {
            broker.end();
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    @BeforeEach
    void beginWithNothing() throws JMSException {
        history = data.resolve("history");
        Channels.drain(broker.clientUrl(), "orders");
    }

    @Test
    void showsTheHeadersThatTheReferenceNames() throws Exception {
        Event event = orders(1).list().get(0);
        Map<String, String> settings = Map.of(
                "upvest.contract", "live",
                "upvest.broker.url", broker.url(),
                "upvest.broker.user", "upvest",
                "upvest.broker.password", "secret");
        try (TestGateway gateway = TestGateway.start(settings);
                NodeProcess node = NodeProcess.start(broker, history, "--headers")) {
            assertThat(Deliverer.post(gateway.url(), event.delivery()).statusCode())
                    .isEqualTo(200);
            node.await("handled ORDER.NEW " + event.id());
            assertThat(node.output().lines())
                    .contains(
                            "  durable = true",
                            "  to = upvest.orders",
                            "  subject = ORDER.NEW",
                            "  correlation_id = " + event.id(),
                            "  group_id = " + event.objectId(),
                            "  application-properties: UpvestEventId = " + event.id(),
                            "  application-properties: UpvestEventType = ORDER.NEW",
                            "  application-properties: UpvestCategory = ORDER",
                            "  application-properties: UpvestObjectId = " + event.objectId(),
                            "  application-properties: UpvestCreatedAt = "
                                    + event.properties().get("UpvestCreatedAt"),
                            "  application-properties: UpvestDeliveryId = "
                                    + event.properties().get("UpvestDeliveryId"),
                            "  message-annotations: x-opt-jms-msg-type = 5",
                            "  body, a string = " + event.body())
                    .anyMatch(line -> line.startsWith("  message_id = ID:"))
                    .anyMatch(line -> line.startsWith("  creation_time = "))
                    .anyMatch(line -> line.startsWith("  application-properties: UpvestReceivedAt = 20"));
        }
    }

    @Test
    void handlesOnceAndInOrderWhileAConsumerAndTheBrokerAreKilled() throws Exception {
        Events events = orders(30).ofType("ORDER.PROCESSING", "ORDER.FILLED").reorderedAcrossObjects();
        try (NodeProcess one = NodeProcess.start(broker, history);
                NodeProcess other = NodeProcess.start(broker, history)) {
            send(events.duplicates());
            one.await("handled");
            one.kill();
            broker.kill();
            broker.start();
            broker.awaitReady();
            send(events);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(NodeProcess.handled(history))
                    .isEqualTo(expected(events)));
            other.await("handled");
            other.await("handled before:");
            assertThat(other.stop()).as(other.output()).isZero();
        }
    }

    @Test
    void livesThroughEveryPoisonAndRejectsWhatTellsOfNoResource() throws Exception {
        Events events = orders(1).poison(Poison.values());
        List<String> homeless = StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.objectId() == null)
                .map(Event::id)
                .toList();
        assertThat(homeless).hasSize(1);
        try (NodeProcess node = NodeProcess.start(broker, history)) {
            send(events);
            assertThat(dead(1)).isEqualTo(homeless);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(NodeProcess.handled(history))
                    .isEqualTo(expected(events)));
            assertThat(node.output()).containsOnlyOnce("rejected").doesNotContain("failed");
        }
    }

    @Test
    void triesTenTimesWhatFailsAndLetsNothingOfThatResourceOvertake() throws Exception {
        Events events = orders(3).ofType("ORDER.FILLED");
        Event failing = events.list().get(2);
        Path blocked = history.resolve(failing.objectId() + ".jsonl");
        Files.createDirectories(blocked); // a folder where the history's file should be
        try (NodeProcess node = NodeProcess.start(broker, history, "--headers")) {
            send(events);
            assertThat(dead(2))
                    .containsExactly(failing.id(), events.list().get(3).id());
            node.await("handled ORDER.FILLED " + events.list().get(5).id());
            List<String> failures = node.output()
                    .lines()
                    .filter(line -> line.startsWith("failed"))
                    .map(line -> line.split(" ")[2])
                    .toList();
            assertThat(failures).hasSize(20);
            assertThat(failures.subList(0, 10)).containsOnly(failing.id() + ":");
            assertThat(node.output()).contains("  delivery_count = 9").doesNotContain("  delivery_count = 10");
        }
    }

    @Test
    void waitsForItsDiskAndKeepsTheOrder() throws Exception {
        Events events = orders(3).ofType("ORDER.PROCESSING", "ORDER.FILLED");
        try (NodeProcess node = NodeProcess.start(broker, history)) {
            Path away = Files.move(history, data.resolve("away"));
            send(events);
            node.await("waiting 4000 ms: ENOENT");
            assertThat(node.output()).doesNotContain("handled", "failed", "rejected");
            Files.move(away, history);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(NodeProcess.handled(history))
                    .isEqualTo(expected(events)));
            assertThat(node.output()).doesNotContain("failed", "rejected");
        }
    }

    private static Events orders(int number) {
        return Events.seeded(42).under(Contract.LIVE).ofType("ORDER.NEW").aboutObjects(number);
    }

    private static void send(Events events) {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.clientUrl())) {
            UpvestQueues.send(factory, events);
        }
    }

    /** Takes so many dead letters, and more if there are any; their event ids. */
    private static List<String> dead(int atLeast) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.clientUrl());
                JMSContext session = factory.createContext();
                JMSConsumer consumer = session.createConsumer(session.createQueue("upvest.dead"))) {
            List<String> dead = new ArrayList<>();
            for (Message message = consumer.receive(PATIENCE.toMillis()); message != null; ) {
                dead.add(message.getJMSCorrelationID());
                message = dead.size() < atLeast ? consumer.receive(PATIENCE.toMillis()) : consumer.receiveNoWait();
            }
            return dead;
        }
    }

    private static Map<String, List<String>> expected(Events events) {
        return StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.objectId() != null)
                .collect(Collectors.groupingBy(
                        Event::objectId, TreeMap::new, Collectors.mapping(Event::type, Collectors.toList())));
    }
}

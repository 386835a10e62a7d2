package upvest.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

class OrderForParallelConsumersTest {
    private static final int OBJECTS = 7;
    private static final int EVENTS = 20;

    /** The events that arrived of each object, in the order of their arrival, and by which consumer. */
    private final Map<String, List<String>> arrived = new ConcurrentHashMap<>();

    private final Map<String, List<Integer>> consumers = new ConcurrentHashMap<>();

    @Test
    void eachObjectsEventsStayInOrderWithAnyNumberOfConsumers() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of());
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.brokerUrl());
                Connection connection = factory.createConnection()) {
            for (int consumer = 0; consumer < 4; consumer++) {
                consume(connection, consumer);
            }
            connection.start();
            List<String> objects = IntStream.range(0, OBJECTS)
                    .mapToObj(i -> UUID.randomUUID().toString())
                    .toList();
            Map<String, List<String>> sent = new ConcurrentHashMap<>();
            for (int delivery = 0; delivery < EVENTS; delivery++) {
                List<String> events = new ArrayList<>();
                for (String object : objects) {
                    String id = UUID.randomUUID().toString();
                    sent.computeIfAbsent(object, any -> new ArrayList<>()).add(id);
                    events.add(event(id, object));
                }
                assertThat(Deliverer.post(gateway.url(), "{\"payload\":[" + String.join(",", events) + "]}")
                                .statusCode())
                        .isEqualTo(200);
            }
            await().until(() -> arrived.values().stream().mapToInt(List::size).sum() == OBJECTS * EVENTS);
            assertThat(arrived).isEqualTo(sent);
            assertThat(consumers.values()).allMatch(of -> of.stream().distinct().count() == 1);
            assertThat(consumers.values().stream().flatMap(List::stream).distinct())
                    .as("consumers that took part")
                    .hasSizeGreaterThan(1);
        }
    }

    /** Consumers come, and one leaves in the middle of its work and comes again. */
    @Test
    void consumersThatComeGetTheirShareAndEachObjectKeepsItsOrder() throws Exception {
        Map<String, List<String>> sent = new ConcurrentHashMap<>();
        AtomicBoolean sending = new AtomicBoolean(true);
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            List<TransactedConsumer> reading = new ArrayList<>();
            reading.add(new TransactedConsumer(gateway.brokerUrl(), arrived));
            reading.add(new TransactedConsumer(gateway.brokerUrl(), arrived));
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(gateway, sent, sending));
            awaitShares(reading);
            for (int i = 0; i < 4; i++) {
                reading.add(new TransactedConsumer(gateway.brokerUrl(), arrived));
            }
            awaitShares(reading);
            reading.remove(0).close();
            reading.add(new TransactedConsumer(gateway.brokerUrl(), arrived));
            awaitShares(reading);
            sending.set(false);
            sender.join();
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(arrived).isEqualTo(sent));
            for (TransactedConsumer consumer : reading) {
                consumer.close();
            }
        }
    }

    private static void awaitShares(List<TransactedConsumer> reading) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> reading.stream().allMatch(consumer -> consumer.handled() > 0));
    }

    private static void send(TestGateway gateway, Map<String, List<String>> sent, AtomicBoolean sending) {
        List<String> objects = IntStream.range(0, 50)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        String subscription = UUID.randomUUID().toString();
        while (sending.get()) {
            List<String> events = new ArrayList<>();
            for (String object : objects) {
                String id = UUID.randomUUID().toString();
                sent.computeIfAbsent(object, any -> new ArrayList<>()).add(id);
                events.add(event(id, object)
                        .replaceFirst("webhook_id\":\".*?\"", "webhook_id\":\"" + subscription + "\""));
            }
            assertThat(Deliverer.post(gateway.url(), "{\"payload\":[" + String.join(",", events) + "]}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** Takes one message in a transaction. */
    private static final class TransactedConsumer implements AutoCloseable {
        private final Map<String, List<String>> arrived;
        private final AtomicInteger handled = new AtomicInteger();
        private final AtomicBoolean open = new AtomicBoolean(true);
        private final CompletableFuture<Void> work;

        TransactedConsumer(String url, Map<String, List<String>> arrived) {
            this.arrived = arrived;
            Executor thread = command -> new Thread(command, "consumer").start();
            this.work = CompletableFuture.runAsync(() -> read(url), thread);
        }

        int handled() {
            return handled.get();
        }

        private void read(String url) {
            try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                    Connection connection = factory.createConnection();
                    Session session = connection.createSession(Session.SESSION_TRANSACTED);
                    MessageConsumer orders = session.createConsumer(session.createQueue("upvest.orders"))) {
                connection.start();
                while (open.get()) {
                    Message message = orders.receive(100);
                    if (message == null) {
                        continue;
                    }
                    arrived.computeIfAbsent(
                                    message.getStringProperty("JMSXGroupID"),
                                    any -> Collections.synchronizedList(new ArrayList<>()))
                            .add(message.getJMSCorrelationID());
                    session.commit();
                    handled.incrementAndGet();
                }
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Leaves, with what it was sent ahead not acknowledged. */
        @Override
        public void close() {
            open.set(false);
            work.join();
        }
    }

    private void consume(Connection connection, int consumer) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("upvest.orders")).setMessageListener(message -> {
            try {
                String object = message.getStringProperty("JMSXGroupID");
                arrived.computeIfAbsent(object, any -> Collections.synchronizedList(new ArrayList<>()))
                        .add(message.getJMSCorrelationID());
                consumers
                        .computeIfAbsent(object, any -> Collections.synchronizedList(new ArrayList<>()))
                        .add(consumer);
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String event(String id, String object) {
        return "{\"id\":\"" + id + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"ORDER.PROCESSING\","
                + "\"object\":{\"id\":\"" + object + "\",\"type\":\"ORDER\"},\"webhook_id\":\"" + id + "\"}";
    }
}

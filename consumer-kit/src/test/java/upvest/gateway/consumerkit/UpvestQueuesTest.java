package upvest.gateway.consumerkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UpvestQueuesExtension.class)
class UpvestQueuesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Events ORDERS =
            Events.seeded(42).ofType("ORDER.NEW", "ORDER.FILLED").aboutObjects(3);

    private interface Work {
        void on(Message message, Session session) throws JMSException;
    }

    private static void consume(UpvestQueues queues, int deliveries, Work work) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(queues.url());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("upvest.orders"))) {
            connection.start();
            for (int i = 0; i < deliveries; i++) {
                work.on(consumer.receive(PATIENCE.toMillis()), session);
            }
        }
    }

    @Test
    void whatIsSentIsReadWithAllItsHeaders(UpvestQueues queues) throws Exception {
        queues.send(ORDERS.duplicates().poison(Poison.HUGE));
        List<Event> expected = ORDERS.duplicates().poison(Poison.HUGE).list();
        List<Event> left = new ArrayList<>(expected);
        consume(queues, expected.size(), (message, session) -> {
            Event event = left.remove(0);
            assertThat(((TextMessage) message).getText()).isEqualTo(event.body());
            assertThat(message.getJMSCorrelationID()).isEqualTo(event.id());
            assertThat(message.getJMSType()).isEqualTo(event.type());
            for (String name : event.properties().keySet()) {
                assertThat(message.getStringProperty(name))
                        .isEqualTo(event.properties().get(name));
            }
            session.commit();
        });
        queues.awaitDrained(PATIENCE);
        queues.assertNoDeadLetters();
    }

    @Test
    void whatIsRolledBackTenTimesIsDead(UpvestQueues queues) throws Exception {
        queues.send(Events.seeded(42).ofType("ORDER.NEW"));
        consume(queues, UpvestQueues.MOST_DELIVERIES, (message, session) -> session.rollback());
        Event event = Events.seeded(42).ofType("ORDER.NEW").list().get(0);
        assertThat(queues.awaitDeadLetters(1, PATIENCE))
                .containsExactly(new DeadLetter(event.id(), "ORDER.NEW", "upvest.orders"));
        queues.awaitDrained(PATIENCE);
        assertThatThrownBy(queues::assertNoDeadLetters).hasMessageContaining(event.id());
    }

    @Test
    void whatIsNotCommittedIsNotDrained(UpvestQueues queues) throws Exception {
        queues.send(ORDERS);
        consume(queues, 1, (message, session) -> assertThatThrownBy(() -> queues.awaitDrained(Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("upvest.orders holds 6")
                .hasMessageContaining("at 1 consumers"));
    }

    @Test
    void waitsForConsumers(UpvestQueues queues) throws Exception {
        queues.send(ORDERS);
        consume(queues, 1, (message, session) -> queues.awaitConsumers("orders", 1, PATIENCE));
        assertThatThrownBy(() -> queues.awaitConsumers("orders", 2, Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith("consumers after PT0S, not 2");
    }

    @Test
    void aRestartKeepsAddressAndMessages(UpvestQueues queues) {
        queues.send(ORDERS);
        String url = queues.url();
        queues.restart();
        assertThat(queues.url()).isEqualTo(url);
        assertThat(queues.waiting("orders")).isEqualTo(6);
    }

    @Test
    void whatWasNotCommittedComesAgainAfterAnOutage(UpvestQueues queues) throws Exception {
        queues.send(Events.seeded(42).ofType("ORDER.NEW"));
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(queues.url());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue("upvest.orders"));
            connection.start();
            assertThat(consumer.receive(PATIENCE.toMillis())).isNotNull();
            queues.awaitDelivering("orders", 1, PATIENCE);
            queues.whileAway(() -> {});
        }
        consume(queues, 1, (message, session) -> {
            assertThat(message.getJMSRedelivered()).isTrue();
            session.commit();
        });
        queues.awaitDrained(PATIENCE);
    }

    @Test
    void aTypingErrorInAQueueIsRefused(UpvestQueues queues) throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(queues.url());
                Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("upvest.order")))
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void theSameEventsCanBeSentAgain(UpvestQueues queues) {
        queues.send(ORDERS);
        queues.send(ORDERS);
        assertThat(queues.waiting("orders")).isEqualTo(12);
    }

    @Test
    void aQueueOfOnesOwn() {
        try (UpvestQueues queues = UpvestQueues.start("billing")) {
            queues.send(ORDERS.into("billing"));
            assertThat(queues.waiting("billing")).isEqualTo(6);
            assertThatThrownBy(() -> queues.send(ORDERS.into("shipping")))
                    .hasMessageStartingWith("no queue upvest.shipping");
        }
    }
}

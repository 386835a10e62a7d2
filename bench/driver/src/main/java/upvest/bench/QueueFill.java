package upvest.bench;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Fills the domains' queues from outside, as a long absence of their readers would. */
final class QueueFill {
    private static final int COMMIT_EVERY = 1000;

    private QueueFill() {}

    static void fill(int brokerPort, long messages) throws JMSException {
        String body = new String(new Deliveries().next(1), StandardCharsets.UTF_8);
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + brokerPort);
        connections.setCacheDestinations(true);
        try (Connection connection = connections.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(null)) {
            for (long i = 0; i < messages; i++) {
                String queue = "upvest." + Drain.DOMAINS.get((int) (i % Drain.DOMAINS.size()));
                producer.send(session.createQueue(queue), session.createTextMessage(body));
                if (i % COMMIT_EVERY == COMMIT_EVERY - 1) {
                    session.commit();
                }
            }
            session.commit();
        }
    }
}

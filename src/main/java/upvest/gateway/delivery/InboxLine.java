package upvest.gateway.delivery;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.support.JmsUtils;
import upvest.gateway.WrongSetting;
import upvest.gateway.broker.ServiceChannel;

/** A dispatcher's own line to the broker: takes deliveries from the inbox and sends their events, in one transaction. */
final class InboxLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InboxLine.class);
    private static final int MOST_BYTES = 1024 * 1024;
    private static final String DEAD = ServiceChannel.DEAD.queue();

    /** Opens one for a queue, which is the inbox or a part of it. */
    @FunctionalInterface
    interface Opener {
        InboxLine open(String queue) throws JMSException;
    }

    private final Connection connection;
    private final Session session;
    private final MessageConsumer inbox;
    private final MessageProducer producer;

    /**
     * @param queue the inbox, or a part of it
     * @param wrong what is wrong with the broker's settings of a queue; empty when nothing is
     * @throws WrongSetting when something is
     */
    InboxLine(ConnectionFactory connections, String queue, UnaryOperator<String> wrong) throws JMSException {
        connection = connections.createConnection();
        try {
            session = connection.createSession(true, Session.SESSION_TRANSACTED);
            inbox = session.createConsumer(session.createQueue(queue));
            producer = session.createProducer(null);
            String mistake = wrong.apply(queue);
            if (!mistake.isEmpty()) {
                throw new WrongSetting(mistake);
            }
            connection.start();
        } catch (JMSException | RuntimeException e) {
            JmsUtils.closeConnection(connection);
            throw e;
        }
    }

    /** Waits for a delivery, and takes those that wait behind it: at most so many, and not much more than 1 MB. */
    List<StoredDelivery> take(int atMost, Duration patience) throws JMSException {
        List<StoredDelivery> taken = new ArrayList<>();
        int bytes = 0;
        Message message = inbox.receive(patience.toMillis());
        while (message != null) {
            StoredDelivery delivery = StoredDelivery.of(message);
            if (delivery == null) {
                setAside(message);
            } else {
                taken.add(delivery);
                bytes += delivery.stored().size();
            }
            message = taken.size() < atMost && bytes < MOST_BYTES ? inbox.receiveNoWait() : null;
        }
        return taken;
    }

    /** Whatever it is, unread. */
    private void setAside(Message message) throws JMSException {
        LOG.warn("a message in the inbox is not a delivery that the intake has stored: it goes to {}", DEAD);
        producer.send(session.createQueue(DEAD), message);
    }

    Session session() {
        return session;
    }

    MessageProducer producer() {
        return producer;
    }

    void commit() throws JMSException {
        session.commit();
    }

    void rollback() throws JMSException {
        session.rollback();
    }

    /**
     * Ends every wait for the broker, from another thread: the line breaks, and the broker itself gives back what was taken,
     * in its order.
     */
    void cut() {
        if (connection instanceof ActiveMQConnection artemis) {
            artemis.getSessionFactory().getConnection().fail(new ActiveMQDisconnectedException("cut"));
        } else {
            JmsUtils.closeConnection(connection);
        }
    }

    /**
     * Gives back what was taken, in its order: closed without a rollback, the broker would hand what stands behind it to
     * another dispatcher first.
     */
    @Override
    public void close() {
        try {
            connection.stop();
            session.rollback();
        } catch (JMSException | RuntimeException e) {
            LOG.debug("the broker gives it back by itself when it misses the line", e);
        }
        JmsUtils.closeConnection(connection);
    }
}

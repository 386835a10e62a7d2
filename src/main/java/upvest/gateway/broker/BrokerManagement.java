package upvest.gateway.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.jms.support.JmsUtils;

/**
 * A line to the broker's management, the same for an embedded and a standalone one: questions and answers are messages.
 * It is kept: each temporary queue comes and goes in JMX as well, and Hawtio's tree with it.
 */
final class BrokerManagement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerManagement.class);
    private static final String ADDRESS = "activemq.management";

    private final Connection connection;
    private final Session session;
    private final Duration patience;
    private final TemporaryQueue replies;
    private final MessageProducer requests;
    private final MessageConsumer answers;

    /** @param patience longest wait for an answer */
    BrokerManagement(ConnectionFactory connections, Duration patience) throws JMSException {
        this.patience = patience;
        this.connection = connections.createConnection();
        this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try {
            this.replies = session.createTemporaryQueue();
            connection.start();
            this.requests = session.createProducer(session.createQueue(ADDRESS));
            requests.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            this.answers = session.createConsumer(replies);
        } catch (JMSException | RuntimeException e) { // not permitted, perhaps: it is tried again, for ever
            JmsUtils.closeSession(session);
            JmsUtils.closeConnection(connection);
            throw e;
        }
    }

    /** What is asked, written into a message. */
    @FunctionalInterface
    interface Question {
        void write(Message message) throws JMSException;
    }

    /** The broker has not answered in time; an answer that comes later is nobody's. */
    static final class Late extends JMSException {
        private static final long serialVersionUID = 1L;

        Late(Duration patience) {
            super("the broker did not answer in " + patience.toMillis() + " ms");
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws UncategorizedJmsException with the broker's words when it will not or cannot
     * @throws JMSException when there is no answer: the line is of no more use
     */
    @Nullable
    Object ask(Question question) throws JMSException {
        Message request = session.createMessage();
        request.setJMSReplyTo(replies);
        question.write(request);
        requests.send(request);
        Message answer = answers.receive(patience.toMillis());
        if (answer == null) {
            throw new Late(patience);
        }
        Object result = result(answer);
        if (!JMSManagementHelper.hasOperationSucceeded(answer)) {
            throw new UncategorizedJmsException("the broker says: " + result);
        }
        return result;
    }

    private static @Nullable Object result(Message answer) throws JMSException {
        try {
            return JMSManagementHelper.getResult(answer);
        } catch (JMSException e) {
            throw e;
        } catch (Exception e) {
            throw new UncategorizedJmsException("the broker's answer cannot be read", e);
        }
    }

    /** Lets the broker make a queue as a send would. */
    void make(String queue) throws JMSException {
        session.createConsumer(session.createQueue(queue)).close();
    }

    @Override
    public void close() {
        JmsUtils.closeMessageConsumer(answers);
        try {
            replies.delete(); // it would live as long as the connection, which others share
        } catch (JMSException e) {
            LOG.debug("the broker has no use for the end of {}", replies, e);
        }
        JmsUtils.closeSession(session);
        JmsUtils.closeConnection(connection);
    }
}

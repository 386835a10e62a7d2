package upvest.gateway.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.support.JmsUtils;

/** The broker's management address: attributes of its queues, asked for with messages. */
final class Management implements AutoCloseable {
    private static final String ADDRESS = "activemq.management";

    private final Connection connection;
    private final Session session;
    private final long patience;
    private final TemporaryQueue replies;
    private final MessageProducer requests;
    private final MessageConsumer answers;

    /** @param patience longest wait for an answer */
    Management(ConnectionFactory connections, Duration patience) throws JMSException {
        this.connection = connections.createConnection();
        this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        this.patience = patience.toMillis();
        this.replies = session.createTemporaryQueue();
        connection.start();
        this.requests = session.createProducer(session.createQueue(ADDRESS));
        this.answers = session.createConsumer(replies);
    }

    /** @return null where the broker has no value, or no such queue */
    @Nullable
    Number attribute(String queue, String attribute) throws JMSException {
        Message request = session.createMessage();
        request.setJMSReplyTo(replies);
        JMSManagementHelper.putAttribute(request, ResourceNames.QUEUE + queue, attribute);
        requests.send(request);
        Message answer = answers.receive(patience);
        if (answer == null) {
            throw new JMSException("no answer from " + ADDRESS);
        }
        if (!JMSManagementHelper.hasOperationSucceeded(answer)) {
            return null;
        }
        try {
            return JMSManagementHelper.getResult(answer) instanceof Number number ? number : null;
        } catch (JMSException e) {
            throw e;
        } catch (Exception e) {
            throw new JMSException(e.toString());
        }
    }

    @Override
    public void close() {
        JmsUtils.closeMessageConsumer(answers);
        JmsUtils.closeSession(session);
        JmsUtils.closeConnection(connection);
    }
}

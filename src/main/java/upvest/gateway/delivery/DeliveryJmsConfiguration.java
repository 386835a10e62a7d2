package upvest.gateway.delivery;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Set;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.MessageSentCallback;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.MessageCreator;
import org.springframework.jms.core.SessionCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;

/**
 * camel-jms with one difference: what a delivery's event sends belongs to the {@link DeliveryTransaction} and waits there
 * for the end of the event's route. What is sent in no transaction at all is refused: after a crash it would be sent
 * twice.
 */
final class DeliveryJmsConfiguration extends JmsConfiguration {

    @Override
    protected CamelJmsTemplate createCamelJmsTemplate(ConnectionFactory connectionFactory) {
        return new Template(this, connectionFactory);
    }

    private static final class Template extends CamelJmsTemplate {
        private static final Set<String> FAILURES = ServiceChannel.names();

        private final ConnectionFactory connections;

        Template(JmsConfiguration configuration, ConnectionFactory connections) {
            super(configuration, connections);
            this.connections = connections;
        }

        @Override
        public void send(String queue, MessageCreator creator, @Nullable MessageSentCallback callback) {
            DeliveryTransaction deliveries = DeliveryTransaction.current();
            if (deliveries == null) {
                super.send(queue, session -> message(queue, creator, session), callback);
                return;
            }
            try {
                Session session = deliveries.session();
                hold(deliveries, resolveDestinationName(session, queue), creator);
            } catch (JMSException e) {
                throw convertJmsAccessException(e);
            }
        }

        @Override
        public void send(Destination destination, MessageCreator creator, @Nullable MessageSentCallback callback) {
            DeliveryTransaction deliveries = DeliveryTransaction.current();
            if (deliveries == null) {
                super.send(destination, session -> message(destination, creator, session), callback);
                return;
            }
            try {
                hold(deliveries, destination, creator);
            } catch (JMSException e) {
                throw convertJmsAccessException(e);
            }
        }

        private void hold(DeliveryTransaction deliveries, Destination destination, MessageCreator creator)
                throws JMSException {
            if (!(destination instanceof Queue queue)) {
                throw new IllegalArgumentException("a channel is a queue, not " + destination);
            }
            deliveries.hold(
                    queue,
                    message(queue, creator, deliveries.session()),
                    getDeliveryMode(),
                    getPriority(),
                    getTimeToLive());
        }

        private static Message message(Destination destination, MessageCreator creator, Session session)
                throws JMSException {
            return message(destination instanceof Queue queue ? queue.getQueueName() : "", creator, session);
        }

        /** Where failures are kept there is nothing that did not go through {@link FailureHeaders}: it is what arrived. */
        private static Message message(String queue, MessageCreator creator, Session session) throws JMSException {
            Message message = creator.createMessage(session);
            boolean failed = message.propertyExists(MessageHeaders.FAILED_AT);
            if (Queues.isInbox(queue) || !failed && FAILURES.contains(Queues.channel(queue))) {
                throw new IllegalArgumentException(queue + " is the trunk's: what is to end there goes to direct dead");
            }
            return message;
        }

        @Override
        public <T> @Nullable T execute(SessionCallback<T> action, boolean startConnection) {
            if (!TransactionSynchronizationManager.hasResource(connections)) {
                throw new IllegalStateException("a message may be sent inside a transaction only: by a step on the"
                        + " delivery's own thread, or in an outbox that names a route configuration such as outbox");
            }
            return super.execute(action, startConnection);
        }
    }
}

package upvest.gateway.delivery;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.apache.camel.component.jms.JmsConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.SessionCallback;

/** camel-jms with one difference: what is sent inside a delivery's transaction is held back until its claim is granted. */
final class HoldingJmsConfiguration extends JmsConfiguration {

    @Override
    protected CamelJmsTemplate createCamelJmsTemplate(ConnectionFactory connectionFactory) {
        return new HoldingTemplate(this, connectionFactory);
    }

    private static final class HoldingTemplate extends CamelJmsTemplate {
        HoldingTemplate(JmsConfiguration configuration, ConnectionFactory connectionFactory) {
            super(configuration, connectionFactory);
        }

        /** Looks the session up once for a delivery, not for each message. */
        @Override
        public <T> @Nullable T execute(SessionCallback<T> action, boolean startConnection) {
            Claim claim = Claim.current();
            if (claim == null) {
                return super.execute(action, startConnection);
            }
            Session session = claim.session(() -> super.execute(bound -> bound, startConnection));
            try {
                return action.doInJms(session);
            } catch (JMSException e) {
                throw convertJmsAccessException(e);
            }
        }

        @Override
        protected void doSend(MessageProducer producer, Message message) throws JMSException {
            Claim claim = Claim.current();
            if (claim == null) {
                super.doSend(producer, message);
            } else {
                claim.hold(producer.getDestination(), message, getDeliveryMode(), getPriority(), getTimeToLive());
            }
        }
    }
}

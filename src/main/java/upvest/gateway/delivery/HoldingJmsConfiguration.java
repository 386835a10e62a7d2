package upvest.gateway.delivery;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import org.apache.camel.component.jms.JmsConfiguration;

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

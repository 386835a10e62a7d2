package upvest.gateway.delivery;

import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsBinding;
import org.apache.camel.component.jms.JmsEndpoint;

/**
 * A message that the gateway did not put there: a Java object, a map, a stream, or one without a body. No body is made of
 * it, and its exchange fails; the configuration {@code outbox} puts it among the dead at once.
 */
public final class NoText extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NoText(Message message) {
        super("no text but a " + message.getClass().getSimpleName() + ": the gateway did not put it there");
    }

    /** What routes make of the messages they read. */
    static final class Binding extends JmsBinding {
        Binding(JmsEndpoint endpoint) {
            super(endpoint);
        }

        @Override
        public Object extractBodyFromJms(Exchange exchange, Message message) {
            if (message instanceof TextMessage || message instanceof BytesMessage) {
                return super.extractBodyFromJms(exchange, message);
            }
            exchange.setException(new NoText(message)); // Camel asks for the body before the route could fail
            return "(no text)";
        }
    }
}

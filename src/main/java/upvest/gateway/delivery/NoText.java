package upvest.gateway.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.jms.JmsBinding;
import org.apache.camel.component.jms.JmsEndpoint;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;

/**
 * What is no text, and is neither read nor sent. A message that the gateway did not put there, a Java object, a map, a
 * stream, or one without a body: no body is made of it, and its exchange fails; the configuration {@code outbox} puts it
 * among the dead at once. And an object that a route has made of its event: the event is dead.
 */
public final class NoText extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NoText(Message message) {
        super("no text but a " + message.getClass().getSimpleName() + ": the gateway did not put it there");
    }

    private NoText(Object body) {
        super("no text but a " + body.getClass().getSimpleName()
                + ": write marshal with json and convertBodyTo with type String before it is sent");
    }

    /** What routes make of the messages they read, and of what they send: text, or the bytes of what is none. */
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

        @Override
        protected Message createJmsMessage(
                Exchange exchange,
                @Nullable Object body,
                Map<String, Object> headers,
                Session session,
                CamelContext camel)
                throws JMSException {
            return super.createJmsMessage(exchange, sendable(body), headers, session, camel);
        }

        /** Camel would send any object as what Java makes of it, which no consumer should ever read. */
        private static @Nullable Object sendable(@Nullable Object body) {
            if (body instanceof JsonNode || body instanceof Number || body instanceof Boolean) {
                return body instanceof TextNode text ? text.textValue() : body.toString();
            }
            boolean bytes = body instanceof byte[] || body instanceof InputStream || body instanceof WrappedFile;
            if (body == null || bytes || body instanceof CharSequence || body instanceof Node) {
                return body;
            }
            throw new NoText(body);
        }
    }
}

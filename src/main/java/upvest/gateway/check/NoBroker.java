package upvest.gateway.check;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQBytesMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQMapMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQTextMessage;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that make the broker's own messages and reach no broker. What a delivery sends is held back before it gets to
 * a producer, so nothing more is needed; anything else a session can do fails.
 */
final class NoBroker {
    private static final int BUFFER = 1024;

    private NoBroker() {}

    static ConnectionFactory connections() {
        Session session = fake(Session.class, NoBroker::session);
        Connection connection = fake(Connection.class, (method, arguments) -> switch (method) {
            case "createSession" -> session;
            case "start", "close" -> null;
            default -> throw new JMSException("no broker in a trial: " + method);
        });
        return fake(ConnectionFactory.class, (method, arguments) -> {
            if (method.equals("createConnection")) {
                return connection;
            }
            throw new JMSException("no broker in a trial: " + method);
        });
    }

    private static @Nullable Object session(String method, Object[] arguments) throws JMSException {
        return switch (method) {
            case "createTextMessage" -> {
                ActiveMQTextMessage message = new ActiveMQTextMessage(messages());
                if (arguments.length == 1) {
                    message.setText((String) arguments[0]);
                }
                yield message;
            }
            case "createMessage" -> new ActiveMQTextMessage(messages());
            case "createBytesMessage" -> new ActiveMQBytesMessage(messages()) {};
            case "createMapMessage" -> new ActiveMQMapMessage(messages()) {};
            case "createQueue" -> ActiveMQDestination.createQueue((String) arguments[0]);
            case "createTopic" -> ActiveMQDestination.createTopic((String) arguments[0]);
            case "createProducer" ->
                fake(MessageProducer.class, (name, none) -> switch (name) {
                    case "getDestination" -> arguments[0];
                    default -> null;
                });
            case "getTransacted" -> true;
            case "close" -> null;
            default -> throw new JMSException("no broker in a trial: " + method);
        };
    }

    private static ClientSession messages() {
        return fake(ClientSession.class, (method, arguments) -> {
            if (method.equals("createMessage") && arguments.length == 5) {
                return new ClientMessageImpl(
                        (byte) arguments[0],
                        (boolean) arguments[1],
                        (long) arguments[2],
                        (long) arguments[3],
                        (byte) arguments[4],
                        BUFFER);
            }
            throw new JMSException("no broker in a trial: " + method);
        });
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments) throws JMSException;
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> type.getSimpleName() + " without broker";
            default -> answer.to(method.getName(), arguments == null ? new Object[0] : arguments);
        };
        return type.cast(Proxy.newProxyInstance(NoBroker.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

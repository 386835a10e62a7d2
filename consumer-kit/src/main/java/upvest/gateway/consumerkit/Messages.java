package upvest.gateway.consumerkit;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/** Events to messages, and back. */
final class Messages {
    private Messages() {}

    /** All or none. */
    static void send(ConnectionFactory broker, Iterable<Event> events) {
        try (JMSContext session = broker.createContext(JMSContext.SESSION_TRANSACTED)) {
            for (Event event : events) {
                session.createProducer().send(session.createQueue("upvest." + event.channel()), event.message(session));
            }
            session.commit();
        } catch (JMSException e) {
            throw unchecked(e);
        }
    }

    /** What is on {@code upvest.dead}, the oldest first. */
    static List<DeadLetter> deadLetters(ConnectionFactory broker) {
        List<DeadLetter> letters = new ArrayList<>();
        try (JMSContext session = broker.createContext();
                QueueBrowser browser = session.createBrowser(session.createQueue("upvest.dead"))) {
            for (Enumeration<?> dead = browser.getEnumeration(); dead.hasMoreElements(); ) {
                Message message = (Message) dead.nextElement();
                letters.add(new DeadLetter(
                        message.getJMSCorrelationID(),
                        message.getJMSType(),
                        message.getStringProperty("_AMQ_ORIG_QUEUE")));
            }
            return letters;
        } catch (JMSException e) {
            throw unchecked(e);
        }
    }

    private static JMSRuntimeException unchecked(JMSException e) {
        return new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
}

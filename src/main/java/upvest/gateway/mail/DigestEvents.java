package upvest.gateway.mail;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.activemq.artemis.jms.client.JMSExceptionHelper;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.SessionProxy;

/**
 * What one digest is about, taken from the outbox in the transaction of this thread. A mail is made of headers; content is
 * there for the dead letters, if no mail server takes the mail. That of small events is kept, up to some MB. A large event
 * ends a digest: the broker hands out its content bit by bit, and nobody asks for it before it is needed, which is possible
 * for the last message that was taken.
 */
final class DigestEvents implements Iterable<Message>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DigestEvents.class);
    private static final SimpleString OUTBOX = SimpleString.of("upvest.mail");

    /** Characters of small events. */
    private static final long MOST_HELD = 4L * 1024 * 1024;

    private static final int NO_MORE_THAN_ASKED = 0;
    private static final int AT_ANY_RATE = -1;

    private final ClientSession session;
    private final @Nullable ClientConsumer outbox;
    private final List<Message> events = new ArrayList<>();
    private @Nullable ActiveMQMessage large;

    private DigestEvents(ClientSession session) throws ActiveMQException {
        this.session = session;
        this.outbox = consumer(session);
    }

    /**
     * Takes some.
     *
     * @param session of this thread's transaction
     * @param most so many at most
     */
    static DigestEvents take(Session session, int most, CamelContext camel) throws JMSException {
        Session own = session instanceof SessionProxy proxy ? proxy.getTargetSession() : session;
        try {
            DigestEvents digest = new DigestEvents(((ActiveMQSession) own).getCoreSession());
            try {
                digest.receive(most, camel);
            } finally {
                if (digest.large == null) {
                    digest.close();
                }
            }
            return digest;
        } catch (ActiveMQException e) {
            throw JMSExceptionHelper.convertFromActiveMQException(e);
        }
    }

    private static @Nullable ClientConsumer consumer(ClientSession session) throws ActiveMQException {
        try {
            return session.createConsumer(OUTBOX, null, NO_MORE_THAN_ASKED, AT_ANY_RATE, false);
        } catch (ActiveMQNonExistentQueueException e) {
            return null; // nothing was ever sent
        }
    }

    private void receive(int most, CamelContext camel) throws ActiveMQException, JMSException {
        long held = 0;
        while (outbox != null && large == null && events.size() < most && held < MOST_HELD) {
            ClientMessage waiting = outbox.receiveImmediate();
            if (waiting == null) {
                return;
            }
            ActiveMQMessage message = ActiveMQMessage.createMessage(waiting, session);
            Message event = headers(message, camel);
            if (waiting.isLargeMessage()) {
                large = message;
            } else {
                String content = content(message);
                held += content.length();
                event.setBody(content);
            }
            waiting.acknowledge();
            events.add(event);
        }
    }

    private static Message headers(ActiveMQMessage message, CamelContext camel) throws JMSException {
        Message event = new DefaultMessage(camel);
        event.setHeader("JMSType", message.getJMSType());
        event.setHeader("JMSCorrelationID", message.getJMSCorrelationID());
        for (Object name : Collections.list(message.getPropertyNames())) {
            String key = (String) name;
            if (key.startsWith("Upvest") || key.equals("JMSXGroupID")) {
                event.setHeader(
                        key, String.valueOf(message.getObjectProperty(key))); // whoever sent it may have put bytes
            }
        }
        return event;
    }

    private static String content(ActiveMQMessage message) throws ActiveMQException, JMSException {
        message.doBeforeReceive(); // reads it
        return message instanceof TextMessage text
                ? String.valueOf(text.getText())
                : message.getClass().getSimpleName();
    }

    /** With their headers; a large one has no content. */
    List<Message> headers() {
        return events;
    }

    /** With their content. */
    @Override
    public Iterator<Message> iterator() {
        ActiveMQMessage unread = large;
        if (unread != null) {
            try {
                events.get(events.size() - 1).setBody(content(unread));
            } catch (ActiveMQException | JMSException e) {
                throw new IllegalStateException("the content of a large event cannot be read", e);
            }
            large = null;
        }
        return events.iterator();
    }

    /** After the transaction: what was taken is acknowledged with that, or is in the outbox as before. */
    @Override
    public void close() {
        try {
            if (outbox != null) {
                outbox.close();
            }
        } catch (ActiveMQException e) {
            LOG.debug("the line to the broker is gone, and the transaction with it", e);
        }
    }
}

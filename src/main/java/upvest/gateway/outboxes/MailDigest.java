package upvest.gateway.outboxes;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;
import org.springframework.jms.core.JmsTemplate;
import upvest.gateway.GatewayProperties;
import upvest.gateway.MessageHeaders;

/**
 * One mail about many events: takes what waits in the outbox, inside the route's broker transaction, and says what it is
 * in types, ids and times. Nothing of an event's body. The same events give the same Message-ID, so that a mail server
 * or reader can tell a repeated mail.
 */
final class MailDigest implements Processor {
    /** What the digest was made of, for the dead letter channel. */
    static final String EVENTS = "UpvestDigestEvents";

    private static final String OUTBOX = "upvest.mail";

    /** Characters of events that wait for the mail server at a time; they may have to go to {@code upvest.dead}. */
    private static final long MOST_HELD = 4L * 1024 * 1024;

    private final JmsTemplate broker;
    private final GatewayProperties.Mail settings;

    MailDigest(JmsTemplate broker, GatewayProperties.Mail settings) {
        this.broker = broker;
        this.settings = settings;
    }

    /** Leaves an empty body when nothing waits. */
    @Override
    public void process(Exchange exchange) {
        List<Message> events = receive(exchange.getContext());
        if (events.isEmpty()) {
            exchange.getIn().setBody(null);
            return;
        }
        exchange.setProperty(EVENTS, events);
        exchange.getIn().setHeader("Subject", subject(events));
        exchange.getIn().setHeader("Message-ID", messageId(events));
        exchange.getIn().setBody(text(events));
    }

    private List<Message> receive(CamelContext camel) {
        return Objects.requireNonNull(broker.execute(
                session -> {
                    List<Message> events = new ArrayList<>();
                    long held = 0;
                    try (MessageConsumer outbox = session.createConsumer(session.createQueue(OUTBOX))) {
                        while (events.size() < settings.size() && held < MOST_HELD) {
                            jakarta.jms.Message waiting = outbox.receiveNoWait();
                            if (waiting == null) {
                                break;
                            }
                            Message event = event(waiting, camel);
                            held += event.getBody(String.class).length();
                            events.add(event);
                        }
                    }
                    return events;
                },
                true));
    }

    private static Message event(jakarta.jms.Message waiting, CamelContext camel) throws JMSException {
        Message event = new DefaultMessage(camel);
        event.setBody(
                waiting instanceof TextMessage text
                        ? text.getText()
                        : waiting.getClass().getSimpleName());
        event.setHeader("JMSType", waiting.getJMSType());
        event.setHeader("JMSCorrelationID", waiting.getJMSCorrelationID());
        for (Object name : Collections.list(waiting.getPropertyNames())) {
            String key = (String) name;
            if (key.startsWith("Upvest") || key.equals("JMSXGroupID")) {
                event.setHeader(
                        key, String.valueOf(waiting.getObjectProperty(key))); // whoever sent it may have put bytes
            }
        }
        return event;
    }

    private static String header(Message event, String name) {
        return event.getHeader(name, "-", String.class).replaceAll("\\p{Cntrl}", "?");
    }

    private static String subject(List<Message> events) {
        Map<String, Long> types = events.stream()
                .collect(Collectors.groupingBy(
                        e -> header(e, MessageHeaders.EVENT_TYPE), TreeMap::new, Collectors.counting()));
        List<String> most = types.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(3)
                .map(type -> type.getValue() + " " + type.getKey())
                .toList();
        return "[upvest] " + events.size() + (events.size() == 1 ? " event needs" : " events need") + " a look: "
                + String.join(", ", most) + (types.size() > 3 ? ", ..." : "");
    }

    private String messageId(List<Message> events) {
        String ids =
                events.stream().map(e -> header(e, MessageHeaders.EVENT_ID)).collect(Collectors.joining(","));
        String domain =
                settings.from().substring(settings.from().indexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
        return "<" + UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.UTF_8)) + "@" + domain + ">";
    }

    private static String text(List<Message> events) {
        StringBuilder text =
                new StringBuilder("Failures, locks and cancellations that Upvest reported, in the order they"
                        + " came. The events themselves are in their queues.\n\n");
        for (Message event : events) {
            text.append(header(event, MessageHeaders.CREATED_AT))
                    .append("  ")
                    .append(header(event, MessageHeaders.EVENT_TYPE))
                    .append("\n    event  ")
                    .append(header(event, MessageHeaders.EVENT_ID))
                    .append("\n    object ")
                    .append(header(event, MessageHeaders.OBJECT_ID))
                    .append("\n");
        }
        return text.toString();
    }
}

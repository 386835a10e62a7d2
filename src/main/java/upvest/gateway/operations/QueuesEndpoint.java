package upvest.gateway.operations;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.Browsing;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.Queues;

/** {@code /actuator/queues}: what waits in the queues, the same with an embedded and a standalone broker. Changes nothing. */
@Endpoint(id = "queues")
final class QueuesEndpoint {
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 500;
    private static final int LONGEST_BODY = 256 * 1024;

    private final Queues queues;
    private final Browsing browsing;
    private final Audit audit;

    QueuesEndpoint(Queues queues, Browsing browsing, Audit audit) {
        this.queues = queues;
        this.browsing = browsing;
        this.audit = audit;
    }

    /** A page of messages, and whether there are more behind it. */
    record Page(List<Waiting> messages, boolean more) {}

    /** A message without its body, and with the gateway's headers alone. */
    record Waiting(String id, Instant sent, String reason, Map<String, String> headers) {
        /** Never the reason and the headers, which may quote an event. */
        @Override
        public String toString() {
            return "Waiting[" + id + "]";
        }
    }

    /**
     * A message.
     *
     * @param properties all of them; none when it is not there any more
     * @param body null when it is not there any more
     * @param cut whether that is its beginning only
     */
    record Shown(String id, Map<String, String> properties, @Nullable String body, boolean cut) {
        /** Never what it holds. */
        @Override
        public String toString() {
            return "Shown[" + id + "]";
        }
    }

    @ReadOperation
    @ManagedOperation(
            description =
                    "A page of the messages that wait in a queue, the oldest first: what the gateway's headers say,"
                            + " without bodies, and without the words of an exception. What is left out fits all")
    @ManagedOperationParameter(name = "queue", description = "Such as orders or upvest.dead")
    @ManagedOperationParameter(name = "reason", description = "A reason as setaside shows it")
    @ManagedOperationParameter(
            name = "route",
            description = "The queue a consumer gave it back to, as setaside shows it")
    @ManagedOperationParameter(name = "type", description = "Event type, such as ORDER.NEW")
    @ManagedOperationParameter(name = "from", description = "How many to pass over; none when left out")
    @ManagedOperationParameter(name = "size", description = "Messages on the page, at most 500; 50 when left out")
    Page messages(
            @Selector String queue,
            @Nullable String reason,
            @Nullable String route,
            @Nullable String type,
            @Nullable Integer from,
            @Nullable Integer size) {
        List<Waiting> page = new ArrayList<>();
        WaitingGroup group = new WaitingGroup(reason == null ? "" : reason, route == null ? "" : route);
        boolean more = browsing.page(
                known(queue),
                group.selector(type == null ? "" : type),
                message -> group.covers(WaitingGroup.of(message)),
                from == null ? 0 : Math.max(0, from),
                size == null ? USUAL_PAGE : Math.max(1, Math.min(size, LARGEST_PAGE)),
                message -> page.add(waiting(message)));
        return new Page(page, more);
    }

    @ReadOperation
    @ManagedOperation(
            description = "One message with all its properties and its body, of which the first 256 KB; for operators,"
                    + " goes into the audit. Without a body when it is not there any more")
    @ManagedOperationParameter(name = "queue", description = "Such as orders or upvest.dead")
    @ManagedOperationParameter(name = "id", description = "The message's id, as the page shows it")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    Shown show(@Selector String queue, @Selector String id, @Nullable String by) {
        String name = known(queue);
        audit.add(new Action(CurrentUser.asks(by), "show " + name, "message=" + id, false), 1, "asked for");
        List<Shown> shown = new ArrayList<>();
        browsing.page(name, QueueContent.oneOf("JMSMessageID", List.of(id)), message -> true, 0, 1, message -> {
            Object body = KeptMessage.body(message);
            String text = body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : body.toString();
            boolean cut = text.length() > LONGEST_BODY;
            shown.add(new Shown(id, properties(message), cut ? text.substring(0, LONGEST_BODY) : text, cut));
        });
        return shown.isEmpty() ? new Shown(id, Map.of(), null, false) : shown.get(0);
    }

    /** The queue with this name, which the gateway has. */
    private String known(String queue) {
        String name = Queues.PREFIX + Queues.channel(queue.strip());
        if (!queues.depths().containsKey(name)) {
            throw new IllegalArgumentException("there is no queue " + name);
        }
        return name;
    }

    private static Waiting waiting(Message message) throws JMSException {
        Map<String, String> said = properties(message);
        said.keySet().removeIf(name -> !name.startsWith("Upvest") && !name.startsWith("JMSX"));
        said.computeIfPresent(MessageHeaders.FAILURE, (name, failure) -> WaitingGroup.told(failure));
        return new Waiting(
                String.valueOf(message.getJMSMessageID()),
                Instant.ofEpochMilli(message.getJMSTimestamp()),
                WaitingGroup.of(message).reason(),
                said);
    }

    private static Map<String, String> properties(Message message) throws JMSException {
        Map<String, String> properties = new TreeMap<>();
        for (Object name : Collections.list(message.getPropertyNames())) {
            properties.put(name.toString(), String.valueOf(message.getStringProperty(name.toString())));
        }
        return properties;
    }
}

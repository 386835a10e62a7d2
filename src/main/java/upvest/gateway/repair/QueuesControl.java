package upvest.gateway.repair;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import upvest.gateway.MessageHeaders;
import upvest.gateway.audit.Action;
import upvest.gateway.audit.Audit;
import upvest.gateway.audit.CurrentUser;
import upvest.gateway.broker.Browsing;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;

/** What waits in the queues, page by page and in groups: what the operator's tab shows. Changes nothing. */
@ManagedResource(
        objectName = QueuesControl.NAME,
        description = "Shows what waits in the queues, the same with an embedded and a standalone broker")
public final class QueuesControl {
    public static final String NAME = "upvest.gateway:type=Queues";
    private static final int LARGEST_PAGE = 500;
    private static final int LONGEST_BODY = 256 * 1024;
    private static final String FAILURE = MessageHeaders.FAILURE;

    private final Queues queues;
    private final Browsing browsing;
    private final Reasons reasons;
    private final Audit audit;

    QueuesControl(Queues queues, Browsing browsing, Reasons reasons, Audit audit) {
        this.queues = queues;
        this.browsing = browsing;
        this.reasons = reasons;
        this.audit = audit;
    }

    @ManagedOperation(
            description =
                    "A page of the messages that wait in a queue, the oldest first: what the gateway's headers say,"
                            + " without bodies, and without the words of an exception. What is left empty fits all")
    @ManagedOperationParameter(name = "queue", description = "Such as orders or upvest.dead")
    @ManagedOperationParameter(name = "reason", description = "A reason as groups returns it")
    @ManagedOperationParameter(
            name = "route",
            description = "The queue a consumer gave it back to, as groups returns it")
    @ManagedOperationParameter(name = "type", description = "Event type, such as ORDER.NEW")
    @ManagedOperationParameter(name = "from", description = "How many to pass over; 0: the first page")
    @ManagedOperationParameter(name = "size", description = "Messages on the page, at most 500")
    public Map<String, Object> messages(String queue, String reason, String route, String type, int from, int size) {
        List<Map<String, Object>> page = new ArrayList<>();
        WaitingGroup group = new WaitingGroup(reason, route);
        boolean more = browsing.page(
                known(queue),
                group.selector(type),
                message -> group.covers(WaitingGroup.of(message)),
                Math.max(0, from),
                Math.max(1, Math.min(size, LARGEST_PAGE)),
                message -> page.add(headers(message)));
        return Map.of("messages", page, "more", more);
    }

    @ManagedOperation(
            description = "One message with all its properties and its body, of which the first 256 KB; goes into the"
                    + " audit. Empty when it is not there any more")
    @ManagedOperationParameter(name = "queue", description = "Such as orders or upvest.dead")
    @ManagedOperationParameter(name = "id", description = "The message's id, as messages returns it")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    public Map<String, Object> show(String queue, String id, String by) {
        String name = known(queue);
        audit.add(new Action(CurrentUser.asks(by), "show " + name, "message=" + id, false), 1, "asked for");
        Map<String, Object> shown = new LinkedHashMap<>();
        browsing.page(name, QueueContent.oneOf("JMSMessageID", List.of(id)), message -> true, 0, 1, message -> {
            shown.put("id", id);
            shown.put("properties", properties(message));
            Object body = KeptMessage.body(message);
            String text = body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : body.toString();
            shown.put("body", text.substring(0, Math.min(text.length(), LONGEST_BODY)));
            shown.put("cut", text.length() > LONGEST_BODY);
        });
        return shown;
    }

    @ManagedOperation(
            description =
                    "What waits in dead, invalid, unknown or parked by reason, the largest group first, with its event"
                            + " types; an exception is its name, and the step where it happened. A channel with many"
                            + " messages is counted in the background: counting says so, and groups and looked are what"
                            + " is known by now, from the time at on")
    @ManagedOperationParameter(name = "channel", description = "dead, invalid, unknown or parked")
    public Map<String, Object> groups(String channel) {
        Reasons.Counted counted = reasons.of(ServiceChannel.of(channel));
        return Map.of(
                "groups",
                counted.groups().stream()
                        .map(group -> Map.of(
                                "reason", group.reason(),
                                "route", group.route(),
                                "messages", group.messages(),
                                "types", group.types()))
                        .toList(),
                "messages",
                counted.messages(),
                "looked",
                counted.looked(),
                "at",
                counted.at().toString(),
                "counting",
                counted.counting());
    }

    /** The queue with this name, which the gateway has. */
    private String known(String queue) {
        String name = Queues.PREFIX + Queues.channel(queue.strip());
        if (!queues.depths().containsKey(name)) {
            throw new IllegalArgumentException("there is no queue " + name);
        }
        return name;
    }

    private static Map<String, Object> headers(Message message) throws JMSException {
        Map<String, String> said = properties(message);
        said.keySet().removeIf(name -> !name.startsWith("Upvest") && !name.startsWith("JMSX"));
        said.computeIfPresent(FAILURE, (name, failure) -> WaitingGroup.told(failure));
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("id", String.valueOf(message.getJMSMessageID()));
        headers.put("sent", Instant.ofEpochMilli(message.getJMSTimestamp()).toString());
        headers.put("reason", WaitingGroup.of(message).reason());
        headers.put("headers", said);
        return headers;
    }

    private static Map<String, String> properties(Message message) throws JMSException {
        Map<String, String> properties = new TreeMap<>();
        for (Object name : Collections.list(message.getPropertyNames())) {
            properties.put(name.toString(), String.valueOf(message.getStringProperty(name.toString())));
        }
        return properties;
    }
}

package upvest.gateway.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsSecurityException;
import org.springframework.jms.support.JmsUtils;

/**
 * What the broker's management says of the gateway's queues. A standalone broker must permit the gateway's user to
 * {@code manage} and to make a queue for the answer.
 */
public final class Queues implements AutoCloseable {
    /** Of every queue of the gateway. */
    public static final String PREFIX = "upvest.";

    /** Between the intake and the dispatchers; the gateway's own. Each subscription has one of its own below it. */
    public static final String INBOX = PREFIX + "inbox";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "{\"field\":\"name\",\"operation\":\"CONTAINS\",\"value\":\"" + PREFIX + "\"}";
    private static final int MOST = 1000;

    private final ConnectionFactory connections;
    private final Duration patience;
    private @Nullable Management line;

    /** @param patience longest wait for an answer */
    Queues(ConnectionFactory connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /**
     * How full a queue is.
     *
     * @param messages that were not consumed yet
     * @param delivering how many of these a consumer has, and has not acknowledged
     * @param acknowledged how many were consumed since the broker's start
     */
    public record Depth(long messages, long delivering, long acknowledged, int consumers, boolean paused) {
        Depth plus(Depth other) {
            return new Depth(
                    messages + other.messages,
                    delivering + other.delivering,
                    acknowledged + other.acknowledged,
                    consumers + other.consumers,
                    paused || other.paused);
        }
    }

    /** A property and what a message must have in it. */
    public record Match(String property, String value) {
        private String selector() {
            return property + " = '" + value.replace("'", "''") + "'";
        }
    }

    /** A channel's name: that of its queue without the prefix, which people may write or leave out. */
    public static String channel(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /** Whether a queue is the inbox, or the part of it that belongs to one subscription. */
    public static boolean isInbox(String queue) {
        return queue.equals(INBOX) || queue.startsWith(INBOX + ".");
    }

    /** The declared channels, and the inbox before them. */
    static List<String> all(List<String> channels) {
        return Stream.concat(Stream.of(channel(INBOX)), channels.stream()).toList();
    }

    /** All of the gateway's queues, by name. */
    public SortedMap<String, Depth> depths() {
        SortedMap<String, Depth> depths = new TreeMap<>();
        for (JsonNode queue :
                read(invoke(ResourceNames.BROKER, "listQueues", OURS, 1, MOST)).path("data")) {
            String name = queue.path("name").asText();
            if (name.startsWith(PREFIX)) {
                depths.put(
                        name,
                        new Depth(
                                queue.path("messageCount").asLong(),
                                queue.path("deliveringCount").asLong(),
                                queue.path("messagesAcked").asLong(),
                                queue.path("consumerCount").asInt(),
                                queue.path("paused").asBoolean()));
            }
        }
        return depths;
    }

    /** Lets the queue keep what it has, also over a restart of the broker; it goes on taking. Makes it if need be. */
    public void pause(String queue) {
        ask(open -> {
            open.make(queue);
            return null;
        });
        invoke(ResourceNames.QUEUE + queue, "pause", true);
    }

    public void resume(String queue) {
        invoke(ResourceNames.QUEUE + queue, "resume");
    }

    /**
     * Removes messages for good, also from a paused queue and from what the broker has put on disk; those that a consumer
     * has stay.
     *
     * @param messages their {@code JMSMessageID}s, some hundred at most
     * @return how many were removed
     */
    public int remove(String queue, Collection<String> messages) {
        String ids =
                messages.stream().map(id -> "'" + id.replace("'", "''") + "'").collect(Collectors.joining(","));
        Object removed = invoke(ResourceNames.QUEUE + queue, "removeMessages", "AMQUserID IN (" + ids + ")");
        return removed instanceof Number count ? count.intValue() : 0;
    }

    /** When the first message that waits was sent; null when none waits. */
    public @Nullable Instant oldest(String queue) {
        return attribute(queue, "firstMessageTimestamp") instanceof Number millis
                ? Instant.ofEpochMilli(millis.longValue())
                : null;
    }

    /**
     * What is wrong with a part of the inbox at a standalone broker, in the words of its {@code broker.xml}; empty when
     * nothing is, or the broker does not permit to look.
     */
    public String wrongSettings(String inbox) {
        try {
            JsonNode settings = read(invoke(ResourceNames.BROKER, "getAddressSettingsAsJSON", inbox));
            List<String> wrong = new ArrayList<>();
            if (settings.path("maxDeliveryAttempts").asInt(0) >= 0) {
                wrong.add("max-delivery-attempts must be -1");
            }
            if (settings.path("redeliveryDelay").asLong(0) > 0) {
                wrong.add("redelivery-delay must be 0");
            }
            if (!settings.path("defaultExclusiveQueue").asBoolean()) {
                wrong.add("default-exclusive-queue must be true");
            } else if (!Boolean.TRUE.equals(attribute(inbox, "exclusive"))) {
                wrong.add("artemis queue update --exclusive --name " + inbox + ", it was made without it");
            }
            return wrong.isEmpty() ? "" : "at the broker, for " + inbox + ": " + String.join(", ", wrong);
        } catch (JmsSecurityException e) {
            return "";
        }
    }

    private @Nullable Object attribute(String queue, String name) {
        return ask(open ->
                open.ask(message -> JMSManagementHelper.putAttribute(message, ResourceNames.QUEUE + queue, name)));
    }

    /** How many messages that wait have each value of a property. Looks at every one. */
    public Map<String, Long> waiting(String queue, String property) {
        return counts(invoke(ResourceNames.QUEUE + queue, "countMessages", property + " IS NOT NULL", property));
    }

    /** The same for those that match; without those that a consumer has. */
    public Map<String, Long> waiting(String queue, Match match, String property) {
        return counts(invoke(ResourceNames.QUEUE + queue, "countMessages", match.selector(), property));
    }

    /** The same for those that a consumer has, and has not acknowledged. */
    public Map<String, Long> delivering(String queue, Match match, String property) {
        return counts(invoke(ResourceNames.QUEUE + queue, "countDeliveringMessages", match.selector(), property));
    }

    private static Map<String, Long> counts(Object json) {
        Map<String, Long> counts = new LinkedHashMap<>();
        read(json)
                .fields()
                .forEachRemaining(
                        value -> counts.put(value.getKey(), value.getValue().asLong()));
        return counts;
    }

    private Object invoke(String resource, String operation, Object... arguments) {
        Object result = ask(line -> line.ask(
                message -> JMSManagementHelper.putOperationInvocation(message, resource, operation, arguments)));
        return result == null ? "" : result;
    }

    /** What is done on the line to the broker. */
    private interface Talk {
        @Nullable
        Object on(Management line) throws JMSException;
    }

    private synchronized @Nullable Object ask(Talk talk) {
        boolean kept = line != null;
        try {
            Management open = line == null ? new Management(connections, patience) : line;
            line = open;
            return talk.on(open);
        } catch (JMSException e) {
            close();
            if (kept && !(e instanceof Management.Late)) { // only the session may be gone
                return ask(talk);
            }
            throw JmsUtils.convertJmsAccessException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    private static JsonNode read(Object json) {
        try {
            return JSON.readTree(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the broker's answer is no JSON", e);
        }
    }
}

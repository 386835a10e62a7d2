package upvest.gateway.broker;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsSecurityException;

/**
 * What the broker's management says of the gateway's queues. A standalone broker must permit the gateway's user to
 * {@code manage} and to make a queue for the answer.
 */
public final class Queues implements AutoCloseable {
    /** Of every queue of the gateway. */
    public static final String PREFIX = "upvest.";

    /** Between the intake and the dispatchers; the gateway's own. Each subscription has one of its own below it. */
    public static final String INBOX = PREFIX + "inbox";

    private static final String OURS = "{\"field\":\"name\",\"operation\":\"CONTAINS\",\"value\":\"" + PREFIX + "\"}";
    private static final int MOST = 1000;

    private final ManagementRequests broker;

    /** @param patience longest wait for an answer */
    Queues(ConnectionFactory connections, Duration patience) {
        this.broker = new ManagementRequests(connections, patience);
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
        return depths(OURS);
    }

    /** That of one queue; of one that is not there, nothing. */
    public Depth depth(String queue) {
        String filter = "{\"field\":\"name\",\"operation\":\"EQUALS\",\"value\":\"" + queue + "\"}";
        return depths(filter).getOrDefault(queue, new Depth(0, 0, 0, 0, false));
    }

    private SortedMap<String, Depth> depths(String filter) {
        SortedMap<String, Depth> depths = new TreeMap<>();
        for (JsonNode queue : ManagementRequests.read(
                        broker.invoke(ResourceNames.BROKER, "listQueues", filter, 1, MOST))
                .path("data")) {
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
        broker.make(queue);
        broker.invoke(ResourceNames.QUEUE + queue, "pause", true);
    }

    public void resume(String queue) {
        broker.invoke(ResourceNames.QUEUE + queue, "resume");
    }

    /** When the first message that waits was sent; null when none waits. */
    public @Nullable Instant oldest(String queue) {
        return broker.attribute(queue, "firstMessageTimestamp") instanceof Number millis
                ? Instant.ofEpochMilli(millis.longValue())
                : null;
    }

    /**
     * What is wrong with a part of the inbox at a standalone broker, in the words of its {@code broker.xml}; empty when
     * nothing is, or the broker does not permit to look.
     */
    public String wrongSettings(String inbox) {
        try {
            JsonNode settings =
                    ManagementRequests.read(broker.invoke(ResourceNames.BROKER, "getAddressSettingsAsJSON", inbox));
            List<String> wrong = new ArrayList<>();
            if (settings.path("maxDeliveryAttempts").asInt(0) >= 0) {
                wrong.add("max-delivery-attempts must be -1");
            }
            if (settings.path("redeliveryDelay").asLong(0) > 0) {
                wrong.add("redelivery-delay must be 0");
            }
            if (!settings.path("defaultExclusiveQueue").asBoolean()) {
                wrong.add("default-exclusive-queue must be true");
            } else if (!Boolean.TRUE.equals(broker.attribute(inbox, "exclusive"))) {
                wrong.add("artemis queue update --exclusive --name " + inbox + ", it was made without it");
            }
            return wrong.isEmpty() ? "" : "at the broker, for " + inbox + ": " + String.join(", ", wrong);
        } catch (JmsSecurityException e) {
            return "";
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}

package upvest.gateway.broker;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/**
 * What the broker itself finds among all messages of a queue, and does with them, also with those that it has put on the
 * disk. It looks at each one, some 100,000 in a second, so these questions have a line and a patience of their own.
 */
public final class QueueContent implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ManagementRequests broker;

    QueueContent(ConnectionFactory connections) {
        this.broker = new ManagementRequests(connections, PATIENCE);
    }

    /** A selector: the property is one of these. */
    public static String oneOf(String property, Collection<String> values) {
        return values.stream().map(QueueContent::literal).collect(Collectors.joining(",", property + " IN (", ")"));
    }

    /** A text in a selector. */
    public static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** A property and what a message must have in it. */
    public record Match(String property, String value) {
        private String selector() {
            return property + " = " + literal(value);
        }
    }

    /**
     * Removes messages for good, also from a paused queue and from what the broker has put on disk; those that a consumer
     * has stay.
     *
     * @param messages their {@code JMSMessageID}s, some thousand at most
     * @return how many were removed
     */
    public int remove(String queue, Collection<String> messages) {
        Object removed = broker.invoke(ResourceNames.QUEUE + queue, "removeMessages", oneOf("AMQUserID", messages));
        return removed instanceof Number count ? count.intValue() : 0;
    }

    /** How many of these messages wait. */
    public long waiting(String queue, Collection<String> messages) {
        Object waiting = broker.invoke(ResourceNames.QUEUE + queue, "countMessages", oneOf("AMQUserID", messages));
        return waiting instanceof Number count ? count.longValue() : 0;
    }

    /** How many messages that wait have each value of a property. */
    public Map<String, Long> waiting(String queue, String property) {
        return counts(broker.invoke(ResourceNames.QUEUE + queue, "countMessages", property + " IS NOT NULL", property));
    }

    /** The same for those that match; without those that a consumer has. */
    public Map<String, Long> waiting(String queue, Match match, String property) {
        return counts(broker.invoke(ResourceNames.QUEUE + queue, "countMessages", match.selector(), property));
    }

    /** The same for those that a consumer has, and has not acknowledged. */
    public Map<String, Long> delivering(String queue, Match match, String property) {
        return counts(
                broker.invoke(ResourceNames.QUEUE + queue, "countDeliveringMessages", match.selector(), property));
    }

    private static Map<String, Long> counts(Object json) {
        Map<String, Long> counts = new LinkedHashMap<>();
        ManagementRequests.read(json)
                .fields()
                .forEachRemaining(
                        value -> counts.put(value.getKey(), value.getValue().asLong()));
        return counts;
    }

    @Override
    public void close() {
        broker.close();
    }
}

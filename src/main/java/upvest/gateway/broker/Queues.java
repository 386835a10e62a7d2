package upvest.gateway.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.jms.core.JmsTemplate;

/**
 * What the broker says of the gateway's queues, the same for the embedded and a standalone one: it is asked with
 * management messages. A standalone broker must permit the gateway's user to {@code manage} and to make a queue for the
 * answer.
 */
public final class Queues {
    /** Of every queue of the gateway. */
    public static final String PREFIX = "upvest.";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Queue MANAGEMENT = ActiveMQJMSClient.createQueue("activemq.management");
    private static final String OURS = "{\"field\":\"name\",\"operation\":\"CONTAINS\",\"value\":\"" + PREFIX + "\"}";
    private static final int MOST = 1000;

    private final JmsTemplate management;

    Queues(ConnectionFactory connections, Duration patience) {
        management = new JmsTemplate(connections);
        management.setReceiveTimeout(patience.toMillis());
    }

    /**
     * How full a queue is.
     *
     * @param messages that were not consumed yet
     * @param delivering how many of these a consumer has, and has not acknowledged
     */
    public record Depth(long messages, long delivering, int consumers, boolean paused) {}

    /** A property and what a message must have in it. */
    public record Match(String property, String value) {
        private String selector() {
            return property + " = '" + value.replace("'", "''") + "'";
        }
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
                                queue.path("consumerCount").asInt(),
                                queue.path("paused").asBoolean()));
            }
        }
        return depths;
    }

    /** Lets the queue keep what it has, also over a restart of the broker; it goes on taking. Makes it if need be. */
    public void pause(String queue) {
        management.execute(session -> {
            session.createConsumer(session.createQueue(queue)).close(); // the broker makes it as a send would
            return null;
        });
        invoke(ResourceNames.QUEUE + queue, "pause", true);
    }

    public void resume(String queue) {
        invoke(ResourceNames.QUEUE + queue, "resume");
    }

    /** When the first message that waits was sent; null when none waits. */
    public @Nullable Instant oldest(String queue) {
        Object sent = answer(message ->
                JMSManagementHelper.putAttribute(message, ResourceNames.QUEUE + queue, "firstMessageTimestamp"));
        return sent instanceof Number millis ? Instant.ofEpochMilli(millis.longValue()) : null;
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
        Object result =
                answer(message -> JMSManagementHelper.putOperationInvocation(message, resource, operation, arguments));
        return result == null ? "" : result;
    }

    /** What is asked, written into a message. */
    private interface Question {
        void write(Message message) throws JMSException;
    }

    private @Nullable Object answer(Question question) {
        Message answer = management.sendAndReceive(MANAGEMENT, session -> {
            Message message = session.createMessage();
            question.write(message);
            return message;
        });
        try {
            if (answer == null) {
                throw new JMSException("the broker did not answer in " + management.getReceiveTimeout() + " ms");
            }
            if (!JMSManagementHelper.hasOperationSucceeded(answer)) {
                throw new JMSException("the broker says: " + JMSManagementHelper.getResult(answer));
            }
            return JMSManagementHelper.getResult(answer);
        } catch (JMSException e) {
            throw new UncategorizedJmsException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the broker's answer cannot be read", e);
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

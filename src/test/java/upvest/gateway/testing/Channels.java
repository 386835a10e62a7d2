package upvest.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** What stands in the queues, read with an ordinary JMS client over TCP. */
public final class Channels {
    private static final Pattern OUTBOX = Pattern.compile("from:\\s+uri: jms:queue:upvest\\.([a-z-]+)");

    /** All of {@code upvest.channels} but the outboxes, which a route empties. */
    public static final List<String> QUEUES = queues();

    /** The consumers' contract: no other property may ever be on a message. */
    public static final Set<String> PROPERTIES = Set.of(
            "JMSXGroupID",
            "JMSXDeliveryCount",
            "UpvestCategory",
            "UpvestCreatedAt",
            "UpvestDeliveryId",
            "UpvestEventId",
            "UpvestEventType",
            "UpvestFailedAt",
            "UpvestFailedRoute",
            "UpvestFailure",
            "UpvestObjectId",
            "UpvestReceivedAt",
            "UpvestReplay",
            "UpvestReplayAttempts",
            "_AMQ_LARGE_SIZE");

    /** As often the broker delivers a message in vain. */
    private static final int ATTEMPTS = 10;

    /** What the broker counts and does not hand out by then is another consumer's. */
    private static final int ROUNDS = 20;

    private static final long PATIENCE_MILLIS = 30_000;

    private Channels() {}

    private static List<String> queues() {
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            Set<String> emptied = new HashSet<>(Set.of("mail"));
            for (Path route : routes.filter(Files::isRegularFile).toList()) {
                OUTBOX.matcher(Files.readString(route)).results().forEach(found -> emptied.add(found.group(1)));
            }
            JsonNode channels = new YAMLMapper()
                    .readTree(Path.of("config/application.yaml").toFile())
                    .at("/upvest/channels");
            return StreamSupport.stream(channels.spliterator(), false)
                    .map(JsonNode::asText)
                    .filter(channel -> !emptied.contains(channel))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param body bytes where the message holds no text, one character each */
    public record Received(
            String body, boolean text, String type, String correlationId, Map<String, String> properties) {
        public String property(String name) {
            return properties.get(name);
        }
    }

    /** Waits until every delivery that was answered 200 is on its queues: the inbox is empty. */
    public static void awaitDispatched(String brokerUrl) throws JMSException {
        try (QueueReader reader = new QueueReader(brokerUrl)) {
            reader.awaitDispatched();
        }
    }

    /**
     * Takes everything out of a queue, once all that was answered 200 is there; it does not come back, even if the broker
     * is killed at once.
     */
    public static List<Received> drain(String brokerUrl, String channel) throws JMSException {
        return drain(brokerUrl, List.of(channel)).get(channel);
    }

    /** The same of {@link #QUEUES}, by channel. */
    public static Map<String, List<Received>> drain(String brokerUrl) throws JMSException {
        return drain(brokerUrl, QUEUES);
    }

    private static Map<String, List<Received>> drain(String brokerUrl, List<String> channels) throws JMSException {
        Map<String, List<Received>> drained = new TreeMap<>();
        channels.forEach(channel -> drained.put(channel, new ArrayList<>()));
        try (QueueReader reader = new QueueReader(brokerUrl)) {
            reader.awaitDispatched();
            for (int round = 0; round < ROUNDS; round++) {
                Map<String, Long> counts = reader.counts();
                List<String> full = channels.stream()
                        .filter(channel -> counts.getOrDefault("upvest." + channel, 0L) > 0)
                        .toList();
                if (full.isEmpty()) {
                    break;
                }
                for (String channel : full) {
                    reader.take(
                            "upvest." + channel, message -> drained.get(channel).add(read(message)));
                }
            }
        }
        return drained;
    }

    /** Takes what is in a queue now. */
    public static List<Received> take(String brokerUrl, String channel) throws JMSException {
        try (QueueReader reader = new QueueReader(brokerUrl)) {
            List<Received> received = new ArrayList<>();
            reader.take("upvest." + channel, message -> received.add(read(message)));
            return received;
        }
    }

    /** A consumer that fails at the first message of a queue until the broker moves it to {@code upvest.dead}. */
    public static void giveBack(String brokerUrl, String channel) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(brokerUrl);
                Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("upvest." + channel))) {
            connection.start();
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                if (consumer.receive(PATIENCE_MILLIS) == null) {
                    throw new IllegalStateException("no message in upvest." + channel + " at attempt " + attempt);
                }
                session.rollback();
            }
        }
    }

    /** How many messages a queue of the embedded broker holds, those in delivery included. */
    public static long depth(String channel) throws JMException {
        ObjectName queue = new ObjectName(
                "org.apache.activemq.artemis:broker=\"upvest-gateway\",component=addresses,address=\"upvest." + channel
                        + "\",subcomponent=queues,routing-type=\"anycast\",queue=\"upvest." + channel + "\"");
        return (long) ManagementFactory.getPlatformMBeanServer().getAttribute(queue, "MessageCount");
    }

    private static Received read(Message message) throws JMSException {
        Map<String, String> properties = new TreeMap<>();
        for (Object name : Collections.list(message.getPropertyNames())) {
            properties.put((String) name, message.getStringProperty((String) name));
        }
        assertThat(PROPERTIES).containsAll(properties.keySet());
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
        assertThat(message.getJMSReplyTo()).isNull();
        boolean text = !(message instanceof BytesMessage);
        String body = text
                ? message.getBody(String.class)
                : new String(message.getBody(byte[].class), StandardCharsets.ISO_8859_1);
        return new Received(body, text, message.getJMSType(), message.getJMSCorrelationID(), properties);
    }
}

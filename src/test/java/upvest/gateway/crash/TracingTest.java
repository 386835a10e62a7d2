package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.GatewayApplication;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;

/** With OpenTelemetry's agent a request is one trace, up to the inbox, and each message begins one that it hands on. */
class TracingTest {
    private static final Path AGENT = Path.of("target/opentelemetry/opentelemetry-javaagent.jar");

    @TempDir
    Path data;

    @Test
    void aRequestIsOneTraceAndEachMessageHandsOnItsOwn() throws Exception {
        JavaProcess gateway = start();
        try {
            URI url = URI.create(gateway.awaitLine(Pattern.compile("POST deliveries to +(\\S+)")));
            String login = Files.readString(data.resolve("consumers")).strip();
            String broker =
                    gateway.find(Pattern.compile("Broker +(\\S+)")) + "?user=" + login.replace(":", "&password=");
            String delivery = FreshIds.of(Files.readString(Path.of("samples/published/every-type.json")));
            assertThat(Deliverer.post(url, delivery).statusCode()).isEqualTo(200);

            String trace = gateway.awaitLine(
                    Pattern.compile("'POST /webhooks/upvest' : (\\p{XDigit}{32}) \\p{XDigit}{16} SERVER"));
            gateway.awaitLine(Pattern.compile("'upvest.inbox\\S* publish' : " + trace + " \\p{XDigit}{16} PRODUCER"));
            List<String> handedOn = new ArrayList<>();
            await().until(() -> {
                handedOn.addAll(traceparents(broker));
                return handedOn.size() >= 11;
            });
            assertThat(handedOn).hasSize(11).doesNotHaveDuplicates();
            for (String traceparent : handedOn) {
                String[] parts = traceparent.split("-");
                gateway.awaitLine(
                        Pattern.compile("'upvest.orders publish' : " + parts[1] + " " + parts[2] + " PRODUCER"));
            }
        } finally {
            gateway.end();
        }
    }

    private JavaProcess start() throws Exception {
        return JavaProcess.start(
                "traced gateway",
                Path.of(""),
                List.of(
                        "-javaagent:" + AGENT,
                        "-Dotel.service.name=upvest-gateway",
                        "-Dotel.traces.exporter=console",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        GatewayApplication.class.getName(),
                        "--spring.profiles.active=quick-start",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--upvest.broker.port=0",
                        "--upvest.data=" + data));
    }

    private static List<String> traceparents(String broker) throws Exception {
        List<String> found = new ArrayList<>();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker);
                Connection connection = factory.createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("upvest.orders"))) {
            connection.start();
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                found.add(message.getStringProperty("traceparent"));
            }
        }
        return found;
    }
}

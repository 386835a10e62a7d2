package upvest.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.crash.BrokerProcess;
import upvest.gateway.testing.TestGateway;

/** ActiveMQ Artemis as it is distributed, with {@code config/broker.properties}: what holds there holds in the embedded one. */
class StandaloneBrokerSettingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TEAM = Path.of("docs/how-to/give-a-team-a-login.md");
    private static final Pattern ROLES = Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ADD_USER = Pattern.compile("(?m)^broker/bin/artemis user add .*$");

    private static Path folder;
    private static BrokerProcess broker;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("upvest-settings-");
        broker = new BrokerProcess(folder.resolve("broker"));
        broker.awaitReady();
        addUser(TEAM);
        addUser(Path.of("docs/how-to/set-up-the-broker.md"));
        broker.kill();
        var documented = ROLES.matcher(Files.readString(TEAM));
        assertThat(documented.find()).isTrue();
        Files.writeString(broker.etc("broker.properties"), documented.group(1), StandardOpenOption.APPEND);
        broker.start();
        broker.awaitReady();
    }

    /** As the page says, in the folder that has the broker's. */
    private static void addUser(Path page) throws Exception {
        var command = ADD_USER.matcher(Files.readString(page));
        assertThat(command.find()).as(page.toString()).isTrue();
        Path said = folder.resolve("said.txt");
        Process artemis = new ProcessBuilder("sh", "-c", command.group())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(artemis.waitFor()).as(Files.readString(said)).isZero();
    }

    @AfterAll
    static void end() throws Exception {
        broker.end();
        FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    void startsAgainWithoutAWarningAboutItsQueues() {
        assertThat(broker.find(Pattern.compile("AMQ222274.*")))
                .as("failed to deploy an address")
                .isNull();
    }

    @Test
    void hasTheSettingsOfTheEmbeddedBroker() throws Exception {
        List<String> queues = StreamSupport.stream(
                        new YAMLMapper()
                                .readTree(Path.of("config/application.yaml").toFile())
                                .at("/upvest/channels")
                                .spliterator(),
                        false)
                .map(channel -> "upvest." + channel.asText())
                .toList();
        assertThat(queues).hasSize(16);
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String embedded = gateway.brokerUrl();
            for (String queue : queues) {
                assertThat(settings(broker.clientUrl(), queue))
                        .as(queue)
                        .containsAllEntriesOf(settings(embedded, queue));
                for (String attribute : List.of("groupBuckets", "groupRebalance", "groupRebalancePauseDispatch")) {
                    assertThat(attribute(broker.clientUrl(), queue, attribute))
                            .as("%s of %s", attribute, queue)
                            .isEqualTo(attribute(embedded, queue, attribute));
                }
            }
            assertThat(settings(broker.clientUrl(), "upvest.inbox.any"))
                    .containsAllEntriesOf(settings(embedded, "upvest.inbox.any"))
                    .containsEntry("maxDeliveryAttempts", "-1")
                    .containsEntry("defaultExclusiveQueue", "true");
            assertThat(gateway.bean(EmbeddedBroker.class)
                            .server()
                            .locateQueue("upvest.orders")
                            .isGroupRebalance())
                    .isTrue();
        }
    }

    @Test
    void speaksNoProtocolThatNobodyIsToldOf() throws Exception {
        assertThat(String.valueOf(ask(
                        broker.clientUrl(),
                        request -> JMSManagementHelper.putOperationInvocation(
                                request, ResourceNames.BROKER, "getAcceptorsAsJSON"))))
                .contains("CORE,AMQP");
        assertThat(answer("CONNECT\naccept-version:1.2\nhost:b\nlogin:upvest\npasscode:secret\n\n\0"
                        .getBytes(StandardCharsets.US_ASCII)))
                .as("STOMP")
                .doesNotContain("CONNECTED");
        byte[] openWire = "\0\0\0\u001f\u0001ActiveMQ\0\0\0\u000c\u0001\0\0\0\0\0\0\0\0\0\0\0\0"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(answer(openWire)).as("OpenWire").doesNotContain("ActiveMQ");
        assertThat(answer("AMQP\u0003\u0001\0\0".getBytes(StandardCharsets.ISO_8859_1)))
                .as("AMQP 1.0")
                .startsWith("AMQP");
    }

    @Test
    void refusesConsumersAQueueWithATypingError() throws Exception {
        try (Connection connection = connect("reader");
                Session session = connection.createSession()) {
            assertThatCode(() -> session.createConsumer(session.createQueue("upvest.orders")))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("upvest.order")))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("upvest.inbox")))
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void letsATeamReadItsOwnQueuesOnly() throws Exception {
        try (Connection connection = connect("risk");
                Session session = connection.createSession()) {
            Queue risk = session.createQueue("upvest.risk");
            assertThatCode(() -> session.createConsumer(risk)).doesNotThrowAnyException();
            assertThatCode(() -> session.createBrowser(risk).getEnumeration()).doesNotThrowAnyException();
            for (String other : List.of("upvest.orders", "upvest.dead", "upvest.inbox")) {
                assertThatThrownBy(() -> session.createConsumer(session.createQueue(other)))
                        .as(other)
                        .isInstanceOf(JMSException.class);
            }
            assertThatThrownBy(() -> session.createProducer(risk).send(session.createTextMessage("{}")))
                    .isInstanceOf(JMSException.class);
        }
    }

    private static Connection connect(String user) throws JMSException {
        return new ActiveMQConnectionFactory(broker.url()).createConnection(user, "secret");
    }

    private static Map<String, String> settings(String url, String queue) throws Exception {
        JsonNode json = JSON.readTree(String.valueOf(ask(
                url,
                request -> JMSManagementHelper.putOperationInvocation(
                        request, ResourceNames.BROKER, "getAddressSettingsAsJSON", queue))));
        Map<String, String> settings = new TreeMap<>();
        json.properties()
                .forEach(setting ->
                        settings.put(setting.getKey(), setting.getValue().asText()));
        return settings;
    }

    private static Object attribute(String url, String queue, String name) throws Exception {
        return ask(url, request -> JMSManagementHelper.putAttribute(request, ResourceNames.QUEUE + queue, name));
    }

    private interface Question {
        void write(Message request) throws JMSException;
    }

    private static Object ask(String url, Question question) throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                QueueConnection connection = factory.createQueueConnection();
                QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            QueueRequestor management = new QueueRequestor(session, session.createQueue("activemq.management"));
            Message request = session.createMessage();
            question.write(request);
            return JMSManagementHelper.getResult(management.request(request));
        }
    }

    /** What the broker says to the first bytes of a protocol. */
    private static String answer(byte[] greeting) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", broker.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(greeting);
            if (greeting[0] != 'A') {
                socket.shutdownOutput(); // a broker that does not know the protocol would wait for more
            }
            return new String(socket.getInputStream().readNBytes(8), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException e) {
            return "closed"; // which is an answer
        }
    }
}

package upvest.gateway.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Map;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import upvest.gateway.broker.ConsumersLogin;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** What those who read the embedded broker's queues may do: consume and browse, with a login, and nothing else. */
class ConsumersTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start(Map.of(
                "upvest.broker.teams[0].name", "risk",
                "upvest.broker.teams[0].password", "of-risk",
                "upvest.broker.teams[0].queues", "orders,upvest.users"));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    private static Connection connect() throws JMSException, IOException {
        ConsumersLogin login = ConsumersLogin.find(gateway.data(), gateway.consumersUrl());
        return new ActiveMQConnectionFactory(gateway.consumersUrl()).createConnection(login.user(), login.password());
    }

    @Test
    void nobodyComesInWithoutALogin() {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.consumersUrl());
        assertThatThrownBy(factory::createConnection).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createConnection("consumers", "guessed"))
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void theLoginIsForTheOwnerAloneAndStaysOverARestart() throws Exception {
        Path file = gateway.data().resolve("consumers");
        String before = Files.readString(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(gateway.data())))
                .isEqualTo("rwx------");
        gateway.restart();
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(ConsumersLogin.find(gateway.data(), "tcp://broker.example:61616")
                        .user())
                .as("for another machine")
                .isNull();
    }

    @Test
    void consumersBrowseAndConsume() throws Exception {
        String delivery = FreshIds.of(Files.readString(Path.of("samples/published/every-type.json")));
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        Channels.awaitDispatched(gateway.brokerUrl());
        try (Connection connection = connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer users = session.createConsumer(session.createQueue("upvest.users"))) {
            connection.start();
            assertThat(Collections.list(session.createBrowser(session.createQueue("upvest.orders"))
                            .getEnumeration()))
                    .isNotEmpty();
            assertThat(users.receive(10_000)).isNotNull();
            session.commit();
        }
    }

    @Test
    void aTeamReadsItsOwnQueuesAndNothingElse() throws Exception {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.consumersUrl());
        try (Connection connection = factory.createConnection("risk", "of-risk");
                Session session = connection.createSession()) {
            for (String own : new String[] {"upvest.orders", "upvest.users"}) {
                session.createConsumer(session.createQueue(own)).close();
                assertThat(session.createBrowser(session.createQueue(own)).getEnumeration())
                        .isNotNull();
            }
            for (String other : new String[] {"upvest.accounts", "upvest.dead", "upvest.inbox", "upvest.order"}) {
                assertThatThrownBy(() -> session.createConsumer(session.createQueue(other)))
                        .as(other)
                        .isInstanceOf(JMSException.class);
                assertThatThrownBy(() -> session.createBrowser(session.createQueue(other))
                                .getEnumeration())
                        .as(other)
                        .isInstanceOf(JMSException.class);
            }
            assertThatThrownBy(() -> send(session, "upvest.orders", session.createTextMessage("{}")))
                    .isInstanceOf(JMSSecurityException.class);
        }
    }

    @Test
    void aTeamsQueueWithATypingErrorStopsTheStart() {
        assertThatThrownBy(() -> TestGateway.start(Map.of(
                                "upvest.broker.teams[0].name", "risk",
                                "upvest.broker.teams[0].password", "of-risk",
                                "upvest.broker.teams[0].queues", "order"))
                        .close())
                .hasStackTraceContaining(
                        "upvest.broker.teams: risk is to read order, which is not among upvest.channels");
    }

    @Test
    void consumersNeitherSendNorMakeNorManage() throws Exception {
        try (Connection connection = connect();
                Session session = connection.createSession()) {
            for (String queue : new String[] {"upvest.orders", "upvest.mail", "upvest.inbox", "upvest.of-mine"}) {
                assertThatThrownBy(() -> send(session, queue, session.createTextMessage("{}")))
                        .as(queue)
                        .isInstanceOf(JMSException.class);
            }
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("upvest.order")))
                    .as("a misspelt queue")
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("upvest.inbox")))
                    .isInstanceOf(JMSSecurityException.class);
            Message divert = session.createMessage();
            JMSManagementHelper.putOperationInvocation(
                    divert,
                    ResourceNames.BROKER,
                    "createDivert",
                    "d",
                    "d",
                    "upvest.orders",
                    "upvest.users",
                    true,
                    "",
                    "");
            assertThatThrownBy(() -> send(session, "activemq.management", divert))
                    .isInstanceOf(JMSSecurityException.class);
        }
    }

    private static void send(Session session, String queue, Message message) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(message);
        }
    }

    /** As a page that is open in a browser on this machine would try. */
    @Test
    void noWebPageGetsAWebSocket() throws Exception {
        int port = Integer.parseInt(gateway.consumersUrl().replaceFirst(".*:", ""));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            """
                            GET / HTTP/1.1\r
                            Host: 127.0.0.1\r
                            Upgrade: websocket\r
                            Connection: Upgrade\r
                            Origin: https://evil.example\r
                            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                            Sec-WebSocket-Version: 13\r
                            Sec-WebSocket-Protocol: binary\r
                            \r
                            """
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).doesNotContain(" 101");
        }
    }
}

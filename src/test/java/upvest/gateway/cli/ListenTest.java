package upvest.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.ObjectInputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import upvest.gateway.testing.TestGateway;

/** {@code gateway listen} shows what somebody else has put into a queue, and obeys none of it. */
class ListenTest {
    private static final AtomicInteger READ = new AtomicInteger();

    /** Something whose reading would do something. */
    private static final class Trap implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            READ.incrementAndGet();
        }
    }

    @Test
    void nothingIsMadeOfObjectsAndTheNextMessageFollows() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            send(gateway);
            String shown = listen(gateway, "--browse") + listen(gateway, "--count", "4");
            assertThat(READ).hasValue(0);
            assertThat(shown.lines().filter("  (no text)"::equals)).hasSize(6);
            assertThat(shown).contains("  \\u001b[2Jlast\\u009b1m").doesNotContain("\u001b", "\u009b");
            assertThat(shown).contains("UpvestEventId      one\\u000a  JMSType            FORGED");
        }
    }

    private static void send(TestGateway gateway) throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.brokerUrl());
                Connection connection = factory.createConnection();
                Session session = connection.createSession();
                MessageProducer orders = session.createProducer(session.createQueue("upvest.orders"))) {
            orders.send(session.createObjectMessage(new Trap()));
            orders.send(session.createMapMessage());
            orders.send(session.createMessage());
            Message last = session.createTextMessage("\u001b[2Jlast\u009b1m");
            last.setStringProperty("UpvestEventId", "one\n  JMSType            FORGED");
            orders.send(last);
        }
    }

    private static String listen(TestGateway gateway, String... how) {
        StringWriter shown = new StringWriter();
        String[] words = Stream.concat(
                        Stream.of(
                                "listen",
                                "orders",
                                "--url",
                                gateway.consumersUrl(),
                                "--data",
                                gateway.data().toString()),
                        Stream.of(how))
                .toArray(String[]::new);
        int code = GatewayCommand.commandLine()
                .setOut(new PlainOutput(new PrintWriter(shown)))
                .execute(words);
        assertThat(code).as(shown.toString()).isZero();
        return shown.toString();
    }
}

package upvest.gateway.cli;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upvest.gateway.Printable;
import upvest.gateway.broker.ConsumersLogin;
import upvest.gateway.broker.CreditsInOrder;
import upvest.gateway.broker.Queues;

/** {@code gateway listen}: an ordinary JMS client. */
@Command(
        name = "listen",
        description =
                "Prints what arrives on a queue, with its headers. Takes it from the queue unless --browse is given.",
        exitCodeList = {
            "0:done",
            "1:fewer messages came than --count asked for, or they could not be printed and stay in the queue",
            "2:invalid command line, or no such queue",
            "3:the broker cannot be reached"
        })
final class ListenCommand extends ShellCommand {

    @Parameters(
            paramLabel = "CHANNEL",
            description = "Name of the queue, with or without \"upvest.\": users, orders, invalid, dead ...")
    private String channel = "";

    @Option(names = "--browse", description = "Print what waits in the queue, leave it there, and end.")
    private boolean browse;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after N messages; default: listen until interrupted.")
    private int count = Integer.MAX_VALUE;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "End when nothing has come for this time.")
    private int timeout;

    @Option(
            names = "--url",
            defaultValue = "${env:GATEWAY_BROKER_URL:-tcp://127.0.0.1:61616}",
            description = "Address of the broker; default: GATEWAY_BROKER_URL or tcp://127.0.0.1:61616")
    private String url = "";

    @Option(names = "--user", defaultValue = "${env:GATEWAY_BROKER_USER}", description = "Default: GATEWAY_BROKER_USER")
    private @Nullable String user;

    @Option(
            names = "--password",
            defaultValue = "${env:GATEWAY_BROKER_PASSWORD}",
            interactive = true,
            arity = "0..1",
            description = "Asked for when no value is given; default: GATEWAY_BROKER_PASSWORD")
    private @Nullable String password;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            hidden = true,
            defaultValue = "${env:UPVEST_DATA:-${sys:gateway.home:-.}/data}")
    private Path data = Path.of("");

    @Override
    public Integer call() throws JMSException, ActiveMQException, IOException {
        String queueName = Queues.PREFIX + Queues.channel(channel);
        ConsumersLogin login = user == null ? ConsumersLogin.find(data, url) : new ConsumersLogin(user, password);
        try (ActiveMQConnectionFactory factory = CreditsInOrder.in(new ActiveMQConnectionFactory(url));
                Connection connection = factory.createConnection(login.user(), login.password());
                Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE)) {
            if (!((ActiveMQSession) session)
                    .getCoreSession()
                    .queueQuery(SimpleString.of(queueName))
                    .isExists()) {
                throw new IllegalArgumentException("there is no queue " + queueName + " at " + url);
            }
            connection.start();
            Queue queue = session.createQueue(queueName);
            return browse ? browse(session, queue) : consume(session, queue);
        }
    }

    private int browse(Session session, Queue queue) throws JMSException {
        int printed = 0;
        try (QueueBrowser browser = session.createBrowser(queue)) {
            Enumeration<?> messages = browser.getEnumeration();
            while (printed < count && messages.hasMoreElements()) {
                if (!print((Message) messages.nextElement(), queue)) {
                    return GatewayCommand.NOT_ALL;
                }
                printed++;
            }
        }
        err().printf("%d shown of %s%n", printed, queue.getQueueName());
        return complete(printed);
    }

    private int consume(Session session, Queue queue) throws JMSException {
        int printed = 0;
        err().printf("listening to %s at %s%n", queue.getQueueName(), url);
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            while (printed < count) {
                Message message = consumer.receive(timeout * 1000L); // 0: for ever
                if (message == null) {
                    break;
                }
                if (!print(message, queue)) {
                    return GatewayCommand.NOT_ALL;
                }
                message.acknowledge(); // after it was printed: what nobody saw stays in the queue
                printed++;
            }
        }
        return complete(printed);
    }

    private int complete(int printed) {
        return count == Integer.MAX_VALUE || printed >= count ? 0 : GatewayCommand.NOT_ALL;
    }

    /** Whether it could be written. */
    private boolean print(Message message, Queue queue) throws JMSException {
        PrintWriter out = out();
        out.printf("%n%s  %s%n", queue.getQueueName(), Instant.ofEpochMilli(message.getJMSTimestamp()));
        print(out, "JMSMessageID", message.getJMSMessageID());
        print(out, "JMSType", message.getJMSType());
        print(out, "JMSCorrelationID", message.getJMSCorrelationID());
        List<String> names = Collections.list((Enumeration<?>) message.getPropertyNames()).stream()
                .map(String::valueOf)
                .filter(name -> !name.equals("JMSXDeliveryCount"))
                .sorted()
                .toList();
        for (String name : names) {
            print(out, name, message.getObjectProperty(name));
        }
        out.printf("  %s%n", text(message));
        return GatewayCommand.written(out);
    }

    private static void print(PrintWriter out, String name, @Nullable Object value) {
        out.printf("  %-18s %s%n", Printable.line(name), Printable.line(String.valueOf(value)));
    }

    /** Of what somebody else has put there, a Java object above all, nothing is made. */
    private static String text(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return String.valueOf(text.getText());
        }
        return message instanceof BytesMessage
                ? new String(message.getBody(byte[].class), StandardCharsets.ISO_8859_1)
                : "(no text)";
    }
}

package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import upvest.gateway.delivery.DeliveryParser;
import upvest.gateway.testing.Deliverer;

/**
 * The gateway as {@code bin/gateway run} starts it, in its own small heap, under the largest deliveries that it takes: it
 * lives, and each that it has answered 200 arrives.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class DefaultHeapTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5); // what arrives late is no failure here
    private static final Pattern INTAKE = Pattern.compile("POST deliveries to +(\\S+)");
    private static final Pattern BROKER = Pattern.compile("Broker +(\\S+)");
    private static final Pattern ID = Pattern.compile("\\{\"id\":\"([0-9a-f-]{36})\",\"created_at");
    private static final String NUMBER = "1234567890";
    private static final String WIDE = "\"\u20ac" + "0123456789".repeat(6) + "\"";

    @TempDir
    static Path folder;

    private static Process gateway;
    private static URI intake;
    private static String broker;

    /**
     * Deliveries that come at once, each of a subscription of its own, so that they could be routed at once.
     *
     * @param filling of their events, again and again
     * @param carried whether they fit into the heap; else they are kept as they arrived
     */
    record Wave(int deliveries, int megabytes, int events, String filling, boolean carried) {
        @Override
        public String toString() {
            return deliveries + " of " + megabytes + " MB, " + events + " events each, of " + filling;
        }
    }

    static Stream<Wave> waves() {
        return Stream.of(
                new Wave(16, 2, 100, NUMBER, true),
                new Wave(3, 10, 1, NUMBER, true),
                new Wave(3, 15, 1, NUMBER, true),
                new Wave(8, 15, 100, WIDE, true),
                new Wave(3, 15, 1, WIDE, true),
                new Wave(3, 15, 1, "{}", false),
                new Wave(16, 1, 1, "{}", true),
                new Wave(2, 15, 40_000, NUMBER, true));
    }

    @BeforeAll
    static void start() throws IOException {
        Path output = folder.resolve("output");
        ProcessBuilder command = new ProcessBuilder(
                        "bin/gateway",
                        "run",
                        "--spring.profiles.active=quick-start",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--upvest.broker.port=0",
                        "--upvest.contract=published",
                        "--upvest.limits.slow-client=5m",
                        "--upvest.limits.body=64MB",
                        "--upvest.data=" + folder.resolve("data"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().remove("GATEWAY_JAVA_OPTIONS");
        gateway = command.start();
        intake = URI.create(told(output, INTAKE));
        broker = told(output, BROKER);
        assertThat(told(output, Pattern.compile("(THE HEAP IS TOO SMALL FOR upvest.limits.body)")))
                .isNotEmpty();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        gateway.destroy();
        gateway.waitFor();
    }

    private static String told(Path output, Pattern what) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .failFast("the gateway ended", () -> !gateway.isAlive())
                .until(
                        () -> what.matcher(Files.readString(output))
                                .results()
                                .map(found -> found.group(1))
                                .findFirst()
                                .orElse(""),
                        found -> !found.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("waves")
    void survivesManyLargeDeliveriesAtOnce(Wave wave) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(wave.deliveries);
        try {
            List<Sent> sent = Stream.generate(() -> CompletableFuture.supplyAsync(() -> send(wave), senders))
                    .limit(wave.deliveries)
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(sent).extracting(Sent::answer).isSubsetOf(200, 503);
            Set<String> accepted = new HashSet<>();
            sent.stream().filter(each -> each.answer == 200).forEach(each -> accepted.addAll(each.ids));
            await(wave.carried ? "upvest.orders" : "upvest.invalid", accepted);
        } finally {
            senders.shutdownNow();
        }
    }

    /** One that the heap cannot hold, and several at once that make more messages than one transaction is given. */
    @ParameterizedTest
    @CsvSource({"1, 2000000, 1", "8, 20000, 20000"})
    void survivesMoreElementsThanAnybodyExpects(int deliveries, int elements, int messages) throws Exception {
        String subscription = UUID.randomUUID().toString();
        for (int i = 0; i < deliveries; i++) {
            int first = i * elements;
            String payload = IntStream.range(first, first + elements)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(","));
            assertThat(Deliverer.postWithin(
                            PATIENCE,
                            intake,
                            "{\"webhook_id\":\"" + subscription + "\",\"payload\":[" + payload + "]}"))
                    .isEqualTo(200);
        }
        AtomicInteger missing = new AtomicInteger(deliveries * messages);
        read("upvest.invalid", event -> missing.decrementAndGet(), () -> missing.get() == 0);
    }

    /** Its length is enough to say so: a client that sent all of it might not see the answer. */
    @Test
    void whatTheHeapCannotHoldIsRefused() throws IOException {
        byte[] body = delivery(new Wave(1, 60, 100, NUMBER, false)).getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("POST " + intake.getPath() + " HTTP/1.1\r\nHost: x\r\n");
        Deliverer.signed(intake, body)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        try (Socket socket = new Socket(intake.getHost(), intake.getPort())) {
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine())
                    .startsWith("HTTP/1.1 413");
        }
        assertThat(gateway.isAlive()).isTrue();
    }

    /** @param ids of the messages that become of it */
    record Sent(int answer, List<String> ids) {}

    private static Sent send(Wave wave) {
        String delivery = delivery(wave);
        int answer = Deliverer.postWithin(PATIENCE, intake, delivery);
        return new Sent(answer, wave.carried ? ids(delivery) : List.of(id(delivery)));
    }

    private static List<String> ids(String delivery) {
        return ID.matcher(delivery).results().map(id -> id.group(1)).toList();
    }

    private static String id(String delivery) {
        try {
            return DeliveryParser.idOf(
                            MessageDigest.getInstance("SHA-256").digest(delivery.getBytes(StandardCharsets.UTF_8)))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for these messages; those of deliveries that were not answered in time may be there as well. */
    private static void await(String queue, Set<String> ids) throws IOException, JMSException {
        read(
                queue,
                event -> {
                    if (ids.remove(event.getJMSCorrelationID()) && queue.equals("upvest.invalid")) {
                        assertThat(event.getStringProperty("UpvestFailure"))
                                .startsWith("it takes more memory than there is");
                    }
                },
                ids::isEmpty);
    }

    /** What is done with a message. */
    @FunctionalInterface
    interface Reader {
        void read(Message event) throws JMSException;
    }

    private static void read(String queue, Reader reader, BooleanSupplier done) throws IOException, JMSException {
        String[] login =
                Files.readString(folder.resolve("data/consumers")).strip().split(":", 2);
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker, login[0], login[1]);
                Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .failFast("the gateway ended", () -> !gateway.isAlive())
                    .until(() -> {
                        for (Message event = consumer.receiveNoWait();
                                event != null;
                                event = consumer.receiveNoWait()) {
                            reader.read(event);
                        }
                        return done.getAsBoolean();
                    });
        }
    }

    private static String delivery(Wave wave) {
        String subscription = UUID.randomUUID().toString();
        int size = wave.megabytes * 1_000_000 / wave.events;
        int times = size / (wave.filling.getBytes(StandardCharsets.UTF_8).length + 1);
        String extra = (wave.filling + ",").repeat(times) + wave.filling;
        List<String> payload = new ArrayList<>();
        for (int i = 0; i < wave.events; i++) {
            payload.add("{\"id\":\"" + UUID.randomUUID()
                    + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"EXECUTION.NEW\",\"object\":{\"id\":\""
                    + UUID.randomUUID() + "\",\"type\":\"EXECUTION\"},\"webhook_id\":\"" + subscription
                    + "\",\"extra\":[" + extra + "]}");
        }
        return "{\"payload\":[" + String.join(",", payload) + "]}";
    }
}

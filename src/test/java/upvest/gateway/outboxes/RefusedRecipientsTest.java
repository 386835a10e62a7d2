package upvest.gateway.outboxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** A mail server that does not take every mail: who gets one all the same, how often, and what {@code status} says. */
class RefusedRecipientsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** As much of SMTP as a client needs (RFC 5321). Remembers for each mail whom it was for. */
    private static final class Server implements Closeable {
        private static final int TLS_HANDSHAKE = 0x16;

        private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        private final Set<String> unknown = ConcurrentHashMap.newKeySet();
        private final List<List<String>> mails = new CopyOnWriteArrayList<>();
        private final List<Integer> firstBytes = new CopyOnWriteArrayList<>();
        private final boolean greets;

        /** @param greets false: waits for what the client says first */
        Server(boolean greets) throws IOException {
            this.greets = greets;
            Thread server = new Thread(this::serve, "smtp");
            server.setDaemon(true);
            server.start();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    if (greets) {
                        talk(client);
                    } else {
                        firstBytes.add(client.getInputStream().read());
                    }
                } catch (IOException e) {
                    continue; // a client that is gone, or the end of the test
                }
            }
        }

        private void talk(Socket client) throws IOException {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            List<String> recipients = new ArrayList<>();
            say(client, "220 here");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("RCPT TO:<")) {
                    String address = line.substring(9, line.indexOf('>'));
                    boolean known = !unknown.contains(address);
                    say(client, known ? "250 ok" : "550 5.1.1 nobody of that name");
                    if (known) {
                        recipients.add(address);
                    }
                } else if (line.equals("DATA")) {
                    say(client, "354 go on");
                    while (!".".equals(line)) {
                        line = in.readLine();
                    }
                    mails.add(List.copyOf(recipients));
                    say(client, "250 taken");
                } else {
                    say(client, line.equals("QUIT") ? "221 bye" : "250 ok");
                }
            }
        }

        private static void say(Socket client, String line) throws IOException {
            client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void whoIsKnownGetsTheMailOnceAndWhoIsNotIsNamed() throws Exception {
        try (Server server = new Server(true);
                TestGateway gateway = TestGateway.start(Map.of(
                        "upvest.mail.port",
                        Integer.toString(server.port()),
                        "upvest.mail.to",
                        "ada@example.com, gone@example.com, bob@example.com"))) {
            server.unknown.add("gone@example.com");
            fail(gateway);
            await().atMost(PATIENCE).until(() -> Channels.depth("mail") == 0);
            assertThat(server.mails).containsExactly(List.of("ada@example.com", "bob@example.com"));
            assertThat(gateway.attention())
                    .anyMatch(line -> line.startsWith("no mail reaches gone@example.com (upvest.mail.to) since ")
                            && line.endsWith("550 5.1.1 nobody of that name"));

            server.unknown.clear();
            fail(gateway);
            await().atMost(PATIENCE).until(() -> Channels.depth("mail") == 0);
            assertThat(server.mails)
                    .hasSize(2)
                    .contains(List.of("ada@example.com", "gone@example.com", "bob@example.com"));
            assertThat(gateway.attention()).noneMatch(line -> line.contains("mail"));
        }
    }

    @Test
    void aMailThatNobodyWouldGetWaitsAndIsToldUntilItIsTaken() throws Exception {
        try (Server server = new Server(true);
                TestGateway gateway = TestGateway.start(Map.of(
                        "upvest.mail.port", Integer.toString(server.port()), "upvest.mail.to", "gone@example.com"))) {
            server.unknown.add("gone@example.com");
            fail(gateway);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.attention())
                    .anyMatch(line -> line.startsWith("mails cannot be sent since ")
                            && line.endsWith("gone@example.com: 550 5.1.1 nobody of that name")));
            server.unknown.clear();
            await().atMost(PATIENCE).until(() -> Channels.depth("mail") == 0);
            assertThat(server.mails).containsExactly(List.of("gone@example.com"));
            assertThat(gateway.attention()).noneMatch(line -> line.contains("mail"));
        }
    }

    @Test
    void tlsBeginsAtOnceWhereTheSettingSaysSo() throws Exception {
        try (Server server = new Server(false);
                TestGateway gateway = TestGateway.start(Map.of(
                        "upvest.mail.port", Integer.toString(server.port()), "upvest.mail.implicit-tls", "true"))) {
            fail(gateway);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(server.firstBytes).isNotEmpty().containsOnly(Server.TLS_HANDSHAKE));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.attention())
                    .anyMatch(line -> line.startsWith("mails cannot be sent since ")));
        }
    }

    /** Something that operations are mailed about. */
    private static void fail(TestGateway gateway) throws IOException {
        String sample = Files.readString(Path.of("samples/published/every-type.json"));
        assertThat(Deliverer.post(gateway.url(), FreshIds.of(sample)).statusCode())
                .isEqualTo(200);
    }
}

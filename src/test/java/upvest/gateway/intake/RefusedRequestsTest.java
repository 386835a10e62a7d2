package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import upvest.gateway.operations.GatewayStatus;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** What never reaches the routes is counted, shown and logged, and what need not be refused is taken. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedRequestsTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateway.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"my_gateway", "_gateway.internal_net:8080", "hooks.example.com", "[::1]:8080"})
    void takesWhateverHostTheProxyNames(String host) throws Exception {
        assertThat(send(signed("/webhooks/upvest").replace("Host: x", "Host: " + host)))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void takesHeadersOfAProxyUpTo60KB() throws Exception {
        assertThat(send(signed("/webhooks/upvest").replace("Host: x", "Host: x\r\n" + headers(60))))
                .startsWith("HTTP/1.1 200 ");
    }

    /** Who sends on a connection that the server is about to close gets no answer. */
    @Test
    void leavesItToTheProxyToCloseAConnection() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 120; i++) {
                socket.getOutputStream().write(signed("/webhooks/upvest").getBytes(StandardCharsets.ISO_8859_1));
                assertThat(in.readLine()).as("answer " + i).startsWith("HTTP/1.1 200");
                for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                    assertThat(line)
                            .doesNotContainIgnoringCase("connection: close")
                            .doesNotContain("chunked");
                }
            }
        }
        Duration nginx = Duration.ofSeconds(60);
        assertThat(gateway.bean(ServerProperties.class).getTomcat().getKeepAliveTimeout())
                .isGreaterThan(nginx);
    }

    @ParameterizedTest
    @CsvSource({
        "'/webhooks/upvest/', PATH",
        "'/webhooks//upvest', PATH",
        "'/Webhooks/Upvest', PATH",
        "'/webhooks/%75pvest', PATH",
        "'/webhooks/upvest;a=b', PATH",
        "'/hooks', PATH"
    })
    void seesADeliveryToAnotherPath(String path, RefusalReason reason, CapturedOutput output) throws Exception {
        refused(signed(path), 404, reason);
        assertThat(output.getOut())
                .contains("reason=\"PATH\" detail=\"POST " + path + " is not upvest.path, /webhooks/upvest\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'POST ', 'GET ', 405, METHOD",
        "'application/json', 'text/plain', 415, CONTENT_TYPE",
        "'Host: x', 'Host: x\r\nContent-Encoding: gzip', 415, CONTENT_ENCODING",
        "'Content-Length: ', 'Content-Length: 99999', 413, TOO_LONG",
        "'Host: x', 'Host: a b', 400, NO_HTTP",
        "'Host: x', 'Host: x\r\nHost: y', 400, NO_HTTP",
        "'Host: x', 'Host: x\r\nTransfer-Encoding: gzip', 501, NO_HTTP",
        "'Host: x', 'Host: x\r\nExpect: much', 417, NO_HTTP",
        "'HTTP/1.1', 'HTTP/3.0', 505, NO_HTTP"
    })
    void seesADeliveryThatItsProxyHasSpoiled(String right, String wrong, int answer, RefusalReason reason)
            throws Exception {
        refused(signed("/webhooks/upvest").replace(right, wrong), answer, reason);
    }

    @Test
    void seesADeliveryWhoseHeadersAreTooLarge() throws Exception {
        refused(
                signed("/webhooks/upvest").replace("Host: x", "Host: x\r\n" + headers(70)),
                400,
                RefusalReason.HEAD_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /favicon.ico', 404",
        "'POST /xmlrpc.php', 404",
        "'POST /', 404",
        "'GET /webhooks/upvest', 405",
        "'PUT /webhooks/upvest', 405",
        "'TRACE /', 405",
        "'GET /%2e%2e%2f%5c', 400",
        "'GET /a^b', 400"
    })
    void blamesNobodyForStrangers(String line, int answer) throws Exception {
        GatewayStatus.Refused last = gateway.status().lastRefusal();
        double before = counted(answer, RefusalReason.STRANGER);
        assertThat(send(line + " HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 " + answer + " ");
        assertThat(counted(answer, RefusalReason.STRANGER)).isEqualTo(before + 1);
        GatewayStatus status = gateway.status();
        assertThat(status.lastRefusal()).isEqualTo(last);
        assertThat(status.refused()).containsKey(answer + " STRANGER");
    }

    @Test
    void whoeverSendsWithoutEndDoesNotFillTheLog(CapturedOutput output) throws Exception {
        double before = counted(404, RefusalReason.STRANGER);
        for (int i = 0; i < 3 * RefusalLog.LINES_A_MINUTE; i++) {
            assertThat(send("GET /" + i + " HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        }
        assertThat(counted(404, RefusalReason.STRANGER) - before).isEqualTo(3 * RefusalLog.LINES_A_MINUTE);
        assertThat(output.getOut().split("request refused answer=\"404\"", -1))
                .hasSizeLessThanOrEqualTo(2 * RefusalLog.LINES_A_MINUTE + 1); // a minute may end in between
    }

    private static void refused(String request, int answer, RefusalReason reason) throws Exception {
        double before = counted(answer, reason);
        String response = send(request);
        assertThat(response).startsWith("HTTP/1.1 " + answer + " ").contains("application/problem+json");
        assertThat(counted(answer, reason)).isEqualTo(before + 1);
        GatewayStatus status = gateway.status();
        assertThat(status.lastRefusal())
                .extracting(GatewayStatus.Refused::answer, GatewayStatus.Refused::reason)
                .containsExactly(answer, reason.name());
        assertThat(status.refused()).containsKey(answer + " " + reason);
        assertThat(status.blockedBecause()).startsWith("a delivery was answered ");
    }

    private static double counted(int answer, RefusalReason reason) throws Exception {
        return gateway.counter("upvest_deliveries_total{answer=\"" + answer + "\",reason=\"" + reason + "\"}");
    }

    /** A delivery as it goes over the line. */
    private static String signed(String path) throws IOException {
        String body = FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
        URI url = URI.create("http://127.0.0.1" + path);
        StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: x\r\n");
        Deliverer.signedAt(Clock.systemUTC(), url, body)
                .forEach((name, value) ->
                        request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    /** So many kB of headers, in lines of 1 kB. */
    private static String headers(int size) {
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < size; i++) {
            headers.append(String.format("X-%04d: ", i))
                    .append("a".repeat(1014))
                    .append(i == size - 1 ? "" : "\r\n");
        }
        return headers.toString();
    }

    private static String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(30_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
            } catch (SocketException e) {
                // refused while it was sending: the answer is there
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

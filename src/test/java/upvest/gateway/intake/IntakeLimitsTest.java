package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.Deliverer.Signed;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

class IntakeLimitsTest {
    private static final int BODY = 1000;
    private static final String FORGED = "POST /webhooks/upvest HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nSignature: s=:AA==:\r\nSignature-Input: s=()\r\n"
            + "Content-Length: 1000\r\n\r\n";
    private TestGateway gateway;

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void whoIsNotUpvestHoldsNoPlaceHoweverSlowlyHeSends() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.limits.in-flight", "1"));
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < 40; i++) { // more than there are threads
            Socket socket = open();
            socket.getOutputStream().write(i % 2 == 0 ? FORGED.getBytes(StandardCharsets.US_ASCII) : forgedHead());
            strangers.add(socket);
        }
        assertThat(post()).isEqualTo(200);
        for (Socket socket : strangers) {
            assertThat(readToTheEnd(socket)).startsWith("HTTP/1.1 401 ");
            socket.close();
        }
        assertThat(gateway.counter("upvest_deliveries_total{answer=\"401\",reason=\"BAD_SIGNATURE\"}"))
                .isEqualTo(strangers.size() / 2);
    }

    @Test
    void stalledClientsAreCutOffAndOthersGoOn() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.limits.slow-client", "3s"));
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Socket socket = open();
            socket.getOutputStream().write(signedHead());
            stalled.add(socket);
        }
        assertThat(post()).isEqualTo(200);
        for (Socket socket : stalled) {
            assertThat(readToTheEnd(socket)).startsWith("HTTP/1.1 503 ");
            socket.close();
        }
        assertThat(refusals("SLOW_CLIENT")).isEqualTo(stalled.size());
    }

    @Test
    void aBusyRouteHoldsUpNoRequest() throws Exception {
        Busy.reset();
        gateway = TestGateway.start(
                Map.of(
                        "upvest.limits.in-flight", "1",
                        "camel.main.routes-include-pattern",
                                "file:routes/*.camel.yaml,file:routes/domains/by-domain.camel.yaml,file:routes/domains/operations.camel.yaml,file:routes/channels/*.camel.yaml,file:src/test/routes/busy.camel.yaml"),
                Busy.class);
        assertThat(postWithoutWaiting()).isEqualTo(200);
        assertThat(Busy.begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(postWithoutWaiting()).isEqualTo(200);
        Busy.end.countDown();
        assertThat(Channels.drain(gateway.brokerUrl(), "users")).hasSize(2);
    }

    @Test
    void clientsThatAreRefusedCannotHoldThreadsByDrippingTheirBodies() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.limits.in-flight", "1"));
        List<Socket> dripping = new ArrayList<>();
        for (int i = 0; i < 40; i++) { // more than there are threads
            Socket socket = open();
            socket.getOutputStream()
                    .write((i % 2 == 0
                                    ? FORGED.replace("json", "xml")
                                    : FORGED.replace("/webhooks/upvest", "/elsewhere"))
                            .getBytes(StandardCharsets.US_ASCII));
            dripping.add(socket);
        }
        assertThat(post()).isEqualTo(200);
        for (Socket socket : dripping) {
            assertThat(readToTheEnd(socket)).startsWith("HTTP/1.1 4");
            socket.close();
        }
    }

    @Test
    void manyDeliveriesAsLargeAsAllowedAreTakenAtOnce() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.limits.body", "16MB", "upvest.limits.slow-client", "60s"));
        byte[] event = "{\"payload\":[{\"id\":\"$\",\"more\":\"".getBytes(StandardCharsets.US_ASCII);
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    byte[] body = new byte[16 * 1024 * 1024];
                    Arrays.fill(body, (byte) ('a' + i));
                    System.arraycopy(event, 0, body, 0, event.length);
                    return await("an answer that is not 503, which a slow disk may be the reason of")
                            .pollInSameThread()
                            .atMost(Duration.ofMinutes(2))
                            .until(
                                    () -> Deliverer.send(gateway.url(), "POST", body, Signed.YES, i % 2 == 0, Map.of())
                                            .statusCode(),
                                    status -> status != 503);
                }))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
        assertThat(Channels.drain(gateway.brokerUrl(), "invalid"))
                .as("each uncut, it is not JSON")
                .hasSize(8)
                .allSatisfy(message -> assertThat(message.body()).hasSize(16 * 1024 * 1024));
        assertThat(gateway.data().resolve("incoming")).isEmptyDirectory();
    }

    private double refusals(String reason) throws Exception {
        return gateway.counter("upvest_deliveries_total{answer=\"503\",reason=\"" + reason + "\"}");
    }

    /** A step in a domain route that takes its time. */
    @Configuration(proxyBeanMethods = false)
    static class Busy {
        static CountDownLatch begun = new CountDownLatch(1);
        static CountDownLatch end = new CountDownLatch(1);

        static void reset() {
            begun = new CountDownLatch(1);
            end = new CountDownLatch(1);
        }

        @Bean
        Processor takeTime() {
            return exchange -> {
                begun.countDown();
                assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
            };
        }
    }

    @Test
    void aClientThatDripsIsCutOffWhole() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.limits.slow-client", "1s"));
        try (Socket dripping = open()) {
            OutputStream out = dripping.getOutputStream();
            out.write(signedHead());
            CompletableFuture<Integer> dripped = CompletableFuture.supplyAsync(() -> drip(out, 900));
            assertThat(readToTheEnd(dripping)).startsWith("HTTP/1.1 503 ");
            assertThat(dripped.get(60, TimeUnit.SECONDS))
                    .as("bytes that could be sent before the line was cut")
                    .isLessThan(900);
        }
    }

    @Test
    void aHeadThatDripsIsCutOffOnBothPorts() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.limits.slow-client", "2s"));
        for (int port : List.of(gateway.port(), gateway.actuatorUrl("").getPort())) {
            try (Socket dripping = new Socket("127.0.0.1", port)) {
                dripping.setSoTimeout(60_000);
                OutputStream out = dripping.getOutputStream();
                out.write("GET /actuator/health/liveness HTTP/1.1\r\nHost: x\r\nX-Drip: "
                        .getBytes(StandardCharsets.US_ASCII));
                CompletableFuture<Integer> dripped = CompletableFuture.supplyAsync(() -> drip(out, 1200));
                assertThat(readToTheEnd(dripping)).as("of port " + port).isEmpty();
                assertThat(dripped.get(120, TimeUnit.SECONDS))
                        .as("bytes that could be sent before the line was cut")
                        .isLessThan(1200);
            }
        }
        assertThat(post()).isEqualTo(200);
    }

    @Test
    void whoOpensMoreConnectionsThanThereMayBeHoldsNoPlaceForLong() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.limits.slow-client", "5m", "server.tomcat.max-connections", "20"));
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Socket socket = open();
            if (i % 2 == 0) { // others do not even begin
                socket.getOutputStream().write("POST /we".getBytes(StandardCharsets.US_ASCII));
            }
            strangers.add(socket);
        }
        assertThat(post()).isEqualTo(200);
        for (Socket socket : strangers) {
            socket.close();
        }
    }

    @Test
    void aHeadThatComesInPiecesIsTakenAndItsBodyHasItsOwnTime() throws Exception {
        gateway = TestGateway.start(Map.of("upvest.limits.slow-client", "60s"));
        try (Socket slow = open()) {
            slow.setTcpNoDelay(true);
            byte[] head = signedHead();
            for (int from = 0; from < head.length; from += 100) {
                slow.getOutputStream().write(head, from, Math.min(100, head.length - from));
                slow.getOutputStream().flush();
                Thread.yield();
            }
            slow.getOutputStream().write(" ".repeat(BODY).getBytes(StandardCharsets.US_ASCII));
            assertThat(new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine())
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aStoppedTrunkIsAnswered503AndReadinessSaysSo() throws Exception {
        gateway = TestGateway.start(Map.of());
        CamelContext camel = gateway.bean(CamelContext.class);
        camel.getRouteController().stopRoute("receive");
        assertThat(post()).isEqualTo(503);
        assertThat(gateway.actuator("health/readiness").statusCode()).isEqualTo(503);
        assertThat(gateway.actuator("health/liveness").statusCode()).isEqualTo(200);
        camel.getRouteController().startRoute("receive");
        assertThat(post()).isEqualTo(200);
        assertThat(gateway.actuator("health/readiness").statusCode()).isEqualTo(200);
    }

    @Test
    void startingAndStoppingAreAnswered503() throws Exception {
        Early.starting = 0;
        Early.stopping = 0;
        gateway = TestGateway.start(Map.of(), Early.class);
        assertThat(Early.starting).as("answer before the routes are up").isEqualTo(503);
        assertThat(post()).isEqualTo(200);
        gateway.restart();
        assertThat(Early.stopping).as("answer while the gateway stops").isEqualTo(503);
    }

    /** Delivers the moment the HTTP server listens, and the moment the gateway begins to stop. */
    @Configuration(proxyBeanMethods = false)
    static class Early {
        static int starting;
        static int stopping;
        private int port;

        @Bean
        ApplicationListener<ServletWebServerInitializedEvent> atTheStart() {
            return event -> {
                if (event.getApplicationContext().getServerNamespace() == null && starting == 0) {
                    port = event.getWebServer().getPort();
                    starting = deliver(port);
                }
            };
        }

        @Bean
        ApplicationListener<ContextClosedEvent> atTheEnd() {
            return event -> {
                if (stopping == 0 && event.getApplicationContext().getParent() == null) {
                    stopping = deliver(port);
                }
            };
        }
    }

    private int postWithoutWaiting() throws IOException {
        String delivery = FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
        return Deliverer.postWithin(Duration.ofSeconds(60), gateway.url(), delivery);
    }

    private int post() throws IOException {
        return deliver(gateway.port());
    }

    private static int deliver(int port) {
        try {
            String delivery = FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
            return Deliverer.post(java.net.URI.create("http://127.0.0.1:" + port + "/webhooks/upvest"), delivery)
                    .statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Of a request whose body is 1000 blanks, which is not sent. */
    private byte[] signedHead() {
        return head(Map.of());
    }

    private byte[] head(Map<String, String> instead) {
        StringBuilder head = new StringBuilder("POST /webhooks/upvest HTTP/1.1\r\nHost: localhost\r\nContent-Length: ");
        head.append(BODY).append("\r\n");
        byte[] body = " ".repeat(BODY).getBytes(StandardCharsets.US_ASCII);
        Deliverer.signed(gateway.url(), body).forEach((name, value) -> head.append(name)
                .append(": ")
                .append(instead.getOrDefault(name, value))
                .append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** As Upvest would write it, but with the signature of another request. */
    private byte[] forgedHead() {
        return head(
                Map.of("signature", Deliverer.signed(gateway.url(), new byte[1]).get("signature")));
    }

    private Socket open() throws IOException {
        Socket socket = new Socket("127.0.0.1", gateway.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String readToTheEnd(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                text.append((char) next);
            }
        } catch (SocketException e) {
            // cut off while we were still sending
        }
        return text.toString();
    }

    private static int drip(OutputStream out, int most) {
        for (int sent = 0; sent < most; sent++) {
            try {
                out.write(' ');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (IOException e) {
                return sent;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return most;
    }
}

package upvest.gateway.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.Deliverer.Signed;
import upvest.gateway.testing.Payloads;
import upvest.gateway.testing.TestGateway;

/** Takes a case's steps and remembers what was delivered, so that it can be recognised where it arrives. */
final class CaseSteps {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("@(\\d+)");
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([0-9a-fA-F-]{36})\"");
    /** Nothing of a request may come back. */
    private static final Set<String> ANSWER_HEADERS =
            Set.of("allow", "connection", "content-length", "content-type", "date", "keep-alive", "retry-after");

    private final TestGateway gateway;
    private final Map<String, String> freshIds = new TreeMap<>();
    /** What was sent, by the name it has in the case: 1, 2, ... for events, d1, d2, ... for deliveries. */
    private final Map<String, String> sent = new LinkedHashMap<>();

    private int events;
    private int deliveries;

    CaseSteps(TestGateway gateway) {
        this.gateway = gateway;
    }

    void run(Case.Step step) throws Exception {
        if (step.post() != null) {
            post(step.post(), step.answer());
        } else if (step.raw() != null) {
            raw(step.raw(), step.answer());
        } else if (step.restart() == Case.Part.GATEWAY) {
            gateway.restart();
        } else if (step.stop() == Case.Part.BROKER) {
            gateway.bean(EmbeddedBroker.class).stop();
        } else if (step.start() == Case.Part.BROKER) {
            gateway.bean(EmbeddedBroker.class).start();
            awaitReadiness();
        } else if (step.stop() == Case.Part.MAIL) {
            gateway.mailServer().stop();
        } else if (step.start() == Case.Part.MAIL) {
            gateway.mailServer().start();
        } else if (step.stop() == Case.Part.LEDGER) {
            gateway.ledgerLine().cut();
        } else if (step.start() == Case.Part.LEDGER) {
            gateway.ledgerLine().mend();
            awaitReadiness();
        } else {
            throw new IllegalArgumentException("no such step: " + step);
        }
    }

    private void awaitReadiness() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            HttpResponse<String> readiness = gateway.actuator("health/readiness");
            assertThat(readiness.statusCode()).as(readiness.body()).isEqualTo(200);
        });
    }

    /** The names of all events that were sent; one that was sent twice has the first of its names. */
    Set<String> names() {
        return sent.values().stream().map(this::nameOf).collect(Collectors.toSet());
    }

    /** The name in the case of a text that arrived; the text itself when the case sent no such thing. */
    String nameOf(String text) {
        return sent.entrySet().stream()
                .filter(entry -> entry.getValue().equals(text))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(text);
    }

    /** The id of an event that was sent; null for what has none, such as a delivery. */
    String idOf(String name) {
        if (name.startsWith("d")) {
            return null;
        }
        Matcher id = ID.matcher(sent.getOrDefault(name, ""));
        return id.find() ? id.group(1).toLowerCase(java.util.Locale.ROOT) : null;
    }

    private void post(Case.Post post, int answer) throws IOException {
        byte[] body = body(post);
        URI url = URI.create("http://127.0.0.1:" + gateway.port()
                + (post.path() == null ? gateway.url().getRawPath() : post.path())
                + (post.query() == null ? "" : "?" + post.query()));
        String method = post.method() == null ? "POST" : post.method();
        Signed signed = post.signed() == null ? Signed.YES : post.signed();
        Map<String, String> headers = post.headers() == null ? Map.of() : post.headers();
        List<CompletableFuture<HttpResponse<String>>> answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> Deliverer.send(url, method, body, signed, post.chunked(), headers)))
                .limit(Math.max(1, post.copies()))
                .toList();
        for (CompletableFuture<HttpResponse<String>> response : answers) {
            check(response.join(), answer);
        }
    }

    private static void check(HttpResponse<String> response, int answer) {
        assertThat(response.statusCode()).as("answer").isEqualTo(answer);
        assertThat(ANSWER_HEADERS).containsAll(response.headers().map().keySet());
        if (answer == 200) {
            assertThat(response.body()).isEmpty();
        } else {
            assertThat(response.headers().firstValue("connection")).hasValue("close"); // the body may be unread
            assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
            assertThat(response.body())
                    .matches("\\{\"type\":\"about:blank\",\"title\":\"[A-Za-z ]+\",\"status\":" + answer + "}");
        }
        assertThat(response.headers().firstValue("retry-after").isPresent()).isEqualTo(answer == 503);
        assertThat(response.headers().firstValue("allow").isPresent()).isEqualTo(answer == 405);
    }

    private void raw(String text, int answer) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(response).startsWith("HTTP/1.1 " + answer + " ");
            assertThat(response).contains("application/problem+json").doesNotContain("Tomcat");
        }
    }

    private byte[] body(Case.Post post) throws IOException {
        deliveries++;
        byte[] body;
        if (post.file() != null) {
            body = fromFile(Files.readString(post.file())).getBytes(StandardCharsets.UTF_8);
        } else if (post.events() != null) {
            List<String> texts = post.events().stream().map(this::fresh).toList();
            texts.forEach(this::remember);
            body = ("{\"payload\": [" + String.join(" ,\n", texts) + "]}").getBytes(StandardCharsets.UTF_8);
        } else if (post.hex() != null) {
            body = HexFormat.of().parseHex(post.hex().replaceAll("\\s", ""));
        } else if (post.length() != null) {
            body = " ".repeat(post.length()).getBytes(StandardCharsets.UTF_8);
        } else {
            body = fresh(post.body()).getBytes(StandardCharsets.UTF_8);
        }
        sent.put(
                "d" + deliveries,
                new String(body, post.hex() == null ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        return body;
    }

    /** A sample with ids of its own for this case, the same for the same sample. */
    private String fromFile(String text) throws IOException {
        List<String> texts = new ArrayList<>();
        String fresh = text.replace("\"object\":{", "\"object\":{\"owner\":\"" + Payloads.MARKER + "\",");
        JsonNode payload;
        try {
            payload = JSON.readTree(text).path("payload");
        } catch (IOException e) {
            return text; // a sample that is no JSON
        }
        for (JsonNode event : payload) {
            for (String field : List.of("id", "webhook_id")) {
                String id = event.path(field).asText();
                if (id.length() == 36) {
                    fresh = fresh.replace(id, freshId(id));
                }
            }
        }
        for (JsonNode event : JSON.readTree(fresh).path("payload")) {
            assertThat(fresh).contains(event.toString()); // samples are compact: this is the text as it stands
            texts.add(event.toString());
        }
        texts.forEach(this::remember);
        return fresh;
    }

    private void remember(String event) {
        sent.put(Integer.toString(++events), event);
    }

    private String fresh(String text) {
        return TOKEN.matcher(text).replaceAll(token -> freshId(token.group(1)));
    }

    private String freshId(String of) {
        return freshIds.computeIfAbsent(of, any -> UUID.randomUUID().toString());
    }
}

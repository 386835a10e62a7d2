package upvest.gateway.upvestapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for Upvest's API, as far as its documentation, its specification and its published code describe it: signed
 * requests, tokens that end, keys that rotate, problem JSON, a rate limit, outages. {@link StandInWebhooks} has the
 * subscriptions and the relay.
 */
public final class StandIn implements AutoCloseable {
    public static final String CLIENT = "0b6d6e26-5a5c-4d0f-8e6c-0f5a4d3a9f10";
    public static final String SECRET = "a-secret-that-nobody-prints";
    public static final String KEY_ID = "c0ffee00-8d6e-4cf6-8b1d-3a1f7f1f0a51";

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Clock clock;
    private final ECKey clientKey;
    private final V15 signatures;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lifetime = new AtomicInteger(1799);
    private final StandInWebhooks webhooks;
    private volatile boolean down;
    private volatile String keys = "{\"keys\":[]}";

    private record Token(String scope, Instant end) {}

    record Answer(int status, JsonNode body) {
        static Answer problem(int status, String detail) {
            return new Answer(
                    status,
                    JSON.createObjectNode()
                            .put("type", "about:blank")
                            .put("status", status)
                            .put("detail", detail)
                            .put("request_id", "req-" + UUID.randomUUID()));
        }

        static Answer nothing() {
            return new Answer(204, JSON.createObjectNode());
        }
    }

    private StandIn(Clock clock) throws Exception {
        this.clock = clock;
        clientKey = new ECKeyGenerator(Curve.P_521).keyID(KEY_ID).generate();
        signatures = new V15(Map.of(KEY_ID, clientKey.toECPublicKey()), clock);
        webhooks = new StandInWebhooks();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static StandIn start() throws Exception {
        return start(Clock.systemUTC());
    }

    /** @param clock what time it is at Upvest */
    public static StandIn start(Clock clock) throws Exception {
        return new StandIn(clock);
    }

    /** Settings of a gateway that asks it. */
    public Map<String, String> settings(Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("client-key.json"), clientKey.toJSONString());
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("upvest.api.url", url());
        settings.put("upvest.api.client-id", CLIENT);
        settings.put("upvest.api.client-secret", SECRET);
        settings.put("upvest.api.key", key.toString());
        return settings;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What is signed with, and what a gateway is told to trust. */
    public void rotate(ECKey... trusted) {
        StringBuilder set = new StringBuilder("{\"keys\":[");
        for (ECKey key : trusted) {
            ObjectNode bare = JSON.createObjectNode()
                    .put("kid", key.getKeyID())
                    .put("kty", "EC")
                    .put("crv", "P-521")
                    .put("x", key.getX().toString())
                    .put("y", key.getY().toString());
            set.append(set.charAt(set.length() - 1) == '}' ? "," : "").append(bare);
        }
        keys = set.append("]}").toString();
    }

    /** Gives out this set. */
    public void keys(String json) {
        keys = json;
    }

    public StandInWebhooks webhooks() {
        return webhooks;
    }

    /** Answers 503 to everything, or no more. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** Answers the next requests with these. */
    public void refuseNext(Integer... statuses) {
        refusals.addAll(List.of(statuses));
    }

    /** Tokens given out from now on last so long. */
    public void tokensLast(int seconds) {
        lifetime.set(seconds);
    }

    /** Before their time. */
    public void endTokens() {
        tokens.clear();
    }

    /** Method, path and query of what came, refused or not. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** What was wrong with signatures. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            Answer answer;
            try {
                answer = answer(exchange, body);
            } catch (Exception e) {
                faults.add(e.toString());
                answer = Answer.problem(500, e.toString());
            }
            send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body) throws Exception {
        Integer refusal = refusals.poll();
        if (down || refusal != null) {
            int status = down ? 503 : refusal;
            return Answer.problem(status, status == 429 ? "Too many requests" : "Not now");
        }
        String wrong = signatures.wrong(exchange, body);
        if (!wrong.isEmpty() || !CLIENT.equals(exchange.getRequestHeaders().getFirst("upvest-client-id"))) {
            faults.add(exchange.getRequestURI() + ": " + wrong);
            return Answer.problem(401, "Signature is incorrect");
        }
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/auth/token")) {
            return token(new String(body, StandardCharsets.UTF_8));
        }
        Token token = tokens.get(String.valueOf(exchange.getRequestHeaders().getFirst("authorization"))
                .replaceFirst("^Bearer ", ""));
        if (token == null || token.end().isBefore(clock.instant())) {
            return Answer.problem(401, "Token is expired or unknown");
        }
        if (path.equals("/auth/verify_keys")) {
            return token.scope().startsWith("webhooks:")
                    ? new Answer(200, JSON.readTree(keys))
                    : Answer.problem(403, "Scope is missing");
        }
        return token.scope().equals("webhooks:admin")
                ? webhooks.answer(url(), exchange, body)
                : Answer.problem(403, "Scope is missing");
    }

    private Answer token(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : form.split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        if (!CLIENT.equals(fields.get("client_id")) || !SECRET.equals(fields.get("client_secret"))) {
            return new Answer(
                    401,
                    JSON.createObjectNode()
                            .put("error", "invalid_client")
                            .put("error_description", "Client authentication failed"));
        }
        if (!"client_credentials".equals(fields.get("grant_type"))) {
            return Answer.problem(400, "grant_type");
        }
        String token = "ory_at_" + UUID.randomUUID();
        tokens.put(token, new Token(fields.get("scope"), clock.instant().plusSeconds(lifetime.get())));
        return new Answer(
                200,
                JSON.createObjectNode()
                        .put("access_token", token)
                        .put("expires_in", lifetime.get())
                        .put("scope", fields.get("scope"))
                        .put("token_type", "bearer"));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders()
                .set(
                        "content-type",
                        answer.status() < 400 ? "application/json" : "application/problem+json; charset=utf-8");
        exchange.getResponseHeaders().set("upvest-request-id", UUID.randomUUID().toString());
        byte[] body = answer.status() == 204 ? new byte[0] : JSON.writeValueAsBytes(answer.body());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

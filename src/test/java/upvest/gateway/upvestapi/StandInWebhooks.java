package upvest.gateway.upvestapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import upvest.gateway.cli.Signer;
import upvest.gateway.upvestapi.StandIn.Answer;

/** Subscriptions, their test, and the relay of Upvest's own tool. */
public final class StandInWebhooks {
    private static final String RELAY = "/events-acceptor-service/endpoints";
    private static final Set<String> MEMBERS = Set.of("title", "url", "type", "exclude_type", "config", "enabled");
    /** Upvest's is 30 s: a test must not wait for it. */
    private static final int LONG_POLL_MILLIS = 300;

    private final Map<String, ObjectNode> subscriptions = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<JsonNode>> endpoints = new ConcurrentHashMap<>();
    private volatile Signer signer;
    private volatile int port;

    StandInWebhooks() {}

    /** What deliveries are signed with. */
    public void signWith(ECKey key, Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(key.getKeyID() + ".json"), key.toJSONString());
        signer = Signer.read(file, Clock.systemUTC());
    }

    /** Where every public address leads: as behind a name and an edge. */
    public void everyAddressLeadsTo(int localPort) {
        port = localPort;
    }

    public List<ObjectNode> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    public int endpoints() {
        return endpoints.size();
    }

    /** Puts a delivery before all relays, signed for their addresses. */
    public void relay(String body) {
        subscriptions().forEach(subscription -> {
            URI url = URI.create(subscription.path("url").asText());
            BlockingQueue<JsonNode> endpoint =
                    endpoints.get(url.getPath().substring(url.getPath().lastIndexOf('/') + 1));
            if (endpoint != null && subscription.path("enabled").asBoolean()) {
                ObjectNode item = StandIn.JSON.createObjectNode();
                ObjectNode headers = item.putObject("headers");
                signed(url, body)
                        .forEach((name, value) -> headers.putArray(name).add(value));
                headers.putArray("Content-Length").add(Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
                item.put("payload", body).put("created_at", Instant.now().toString());
                endpoint.add(item);
            }
        });
    }

    Answer answer(String base, HttpExchange exchange, byte[] body) throws Exception {
        String path = exchange.getRequestURI().getPath();
        String asked = exchange.getRequestMethod() + " "
                + path.replaceFirst("/webhooks/[^/]+", "/webhooks/ID").replaceFirst(RELAY + "/.+", RELAY + "/ID");
        String id = path.replaceFirst("/test$", "").replaceFirst(".*/", "");
        return switch (asked) {
            case "POST /webhooks" -> create(StandIn.JSON.readTree(body));
            case "GET /webhooks" -> list(exchange.getRequestURI().getQuery());
            case "GET /webhooks/ID" -> existing(id, subscription -> new Answer(200, subscription));
            case "PATCH /webhooks/ID" ->
                existing(id, subscription -> {
                    subscription.setAll((ObjectNode) StandIn.JSON.readTree(body));
                    return new Answer(200, subscription);
                });
            case "DELETE /webhooks/ID" ->
                existing(id, subscription -> {
                    subscriptions.remove(id);
                    return Answer.nothing();
                });
            case "POST /webhooks/ID/test" -> existing(id, this::test);
            case "POST " + RELAY -> open(base, body);
            case "GET " + RELAY + "/ID" -> poll(id);
            case "DELETE " + RELAY + "/ID" ->
                endpoints.remove(id) == null ? Answer.problem(404, "No endpoint") : Answer.nothing();
            default -> Answer.problem(404, "No such resource");
        };
    }

    private interface Step {
        Answer of(ObjectNode subscription) throws Exception;
    }

    private Answer existing(String id, Step step) throws Exception {
        ObjectNode subscription = subscriptions.get(id);
        return subscription == null ? Answer.problem(404, "Webhook subscription not found") : step.of(subscription);
    }

    private Answer create(JsonNode wanted) {
        URI url = URI.create(wanted.path("url").asText());
        boolean fit = wanted.path("title").asText().matches("[a-zA-Z0-9 ()\\[\\]{}.-]{1,32}")
                && "https".equals(url.getScheme())
                && wanted.path("config").path("delay").asText().matches("([1-9]|[12]\\d|30)s")
                && wanted.path("config").path("max_package_size").asInt() >= 100
                && wanted.path("config").path("max_package_size").asInt() <= 1_048_576;
        for (var members = wanted.fieldNames(); members.hasNext(); ) {
            fit &= MEMBERS.contains(members.next());
        }
        if (!fit) {
            return Answer.problem(400, "The subscription is not valid");
        }
        ObjectNode subscription = wanted.deepCopy();
        String id = UUID.randomUUID().toString();
        subscription
                .put("id", id)
                .put("enabled", false)
                .put("created_at", Instant.now().toString());
        subscriptions.put(id, subscription);
        return new Answer(201, subscription);
    }

    private Answer list(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : String.valueOf(query).split("&")) {
            parameters.put(parameter.split("=")[0], parameter.replaceFirst("[^=]*=?", ""));
        }
        int limit = Integer.parseInt(parameters.getOrDefault("limit", "100"));
        int offset = Integer.parseInt(parameters.getOrDefault("offset", "0"));
        ObjectNode page = StandIn.JSON.createObjectNode();
        ArrayNode data = page.putArray("data");
        subscriptions.values().stream().skip(offset).limit(limit).forEach(data::add);
        page.putObject("meta").put("count", data.size()).put("total_count", subscriptions.size());
        return new Answer(200, page);
    }

    private Answer test(ObjectNode subscription) throws Exception {
        URI url = URI.create(subscription.path("url").asText());
        ObjectNode result = StandIn.JSON.createObjectNode().put("url", url.toString());
        ObjectNode response = result.putObject("response");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + url.getRawPath()))
                .POST(BodyPublishers.ofString("{\"payload\":[]}"));
        signed(url, "{\"payload\":[]}").forEach(request::setHeader);
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
            response.put("status", answer.statusCode()).put("body", answer.body());
            response.putObject("headers");
        } catch (IOException e) {
            response.put("status", 0).put("error", "connection refused");
        }
        return new Answer(200, result);
    }

    private Map<String, String> signed(URI url, String body) {
        return signer.headers(url, body.getBytes(StandardCharsets.UTF_8), Signer.unsignedHeaders());
    }

    private Answer open(String base, byte[] body) {
        if (!new String(body, StandardCharsets.UTF_8).equals("\"\"")) {
            return Answer.problem(400, "The body is not an empty text");
        }
        String id = UUID.randomUUID().toString();
        endpoints.put(id, new LinkedBlockingQueue<>());
        return new Answer(
                201,
                StandIn.JSON.createObjectNode().put("id", id).put("url", "https://relay.example.com/incoming/" + id));
    }

    private Answer poll(String id) throws InterruptedException {
        BlockingQueue<JsonNode> endpoint = endpoints.get(id);
        if (endpoint == null) {
            return Answer.problem(404, "No endpoint");
        }
        ArrayNode items = StandIn.JSON.createArrayNode();
        JsonNode first = endpoint.poll(LONG_POLL_MILLIS, TimeUnit.MILLISECONDS);
        for (JsonNode item = first; item != null; item = endpoint.poll()) {
            items.add(item);
        }
        return new Answer(200, items);
    }

    /** The ids of all subscriptions. */
    public List<String> ids() {
        return subscriptions.keySet().stream().sorted().toList();
    }
}

package upvest.gateway.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The operations of a running gateway, below {@code /actuator} at its management port: a mixin. */
final class ManagementClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(5); // a busy machine checks routes for a while
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a newer gateway may say more
            .enable(SerializationFeature.INDENT_OUTPUT)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    @Option(
            names = "--url",
            defaultValue = "${env:GATEWAY_MANAGEMENT_URL:-http://127.0.0.1:8081}",
            description = "The management port; default: GATEWAY_MANAGEMENT_URL or http://127.0.0.1:8081")
    private URI url = URI.create("");

    @Mixin
    private Login login = new Login();

    /** As commands print it. */
    static String json(Object value) throws IOException {
        return JSON.writeValueAsString(value);
    }

    static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /** Words as a part of a path. */
    static String segment(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What an operation tells. */
    <T> T get(Class<T> type, String operation) throws IOException, InterruptedException {
        return get(type, operation, Map.of());
    }

    /** The same, asked for in words; those that are empty are left out. */
    <T> T get(Class<T> type, String operation, Map<String, String> words) throws IOException, InterruptedException {
        return answer(type, request(operation, words).GET());
    }

    /** Lets an operation do something. */
    <T> T post(Class<T> type, String operation, Map<String, ?> body) throws IOException, InterruptedException {
        return answer(
                type,
                request(operation, Map.of())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    /** Lets an operation end something. */
    <T> T delete(Class<T> type, String operation, String by) throws IOException, InterruptedException {
        return answer(type, request(operation, Map.of("by", by)).DELETE());
    }

    /** Below the path of the address, where a proxy puts the port under one; the address may be that of the actuator. */
    private HttpRequest.Builder request(String operation, Map<String, String> words) {
        String query = new TreeMap<>(words)
                .entrySet().stream()
                        .filter(word -> !word.getValue().isBlank())
                        .map(word -> word.getKey() + "=" + segment(word.getValue()))
                        .collect(Collectors.joining("&"));
        String address = url.toString().replaceFirst("(/actuator)?/*$", "") + "/actuator/" + operation;
        return HttpRequest.newBuilder(URI.create(query.isEmpty() ? address : address + "?" + query))
                .header("Accept", "application/json");
    }

    private <T> T answer(Class<T> type, HttpRequest.Builder request) throws IOException, InterruptedException {
        login.header(url).ifPresent(header -> request.header("Authorization", header));
        HttpResponse<byte[]> answer = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .build()
                .send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofByteArray());
        return switch (answer.statusCode()) {
            case 200 -> JSON.readValue(answer.body(), type);
            case 400 ->
                throw new IllegalArgumentException(detail(answer)); // words that only the gateway knows as wrong
            case 401 -> throw new RefusedCall(login.refused());
            case 403 -> throw new RefusedCall("not allowed: a viewer may look, for this you need the role operator");
            case 409 -> throw new RefusedCall(detail(answer)); // not now
            case 429 ->
                throw new RefusedCall("too many wrong passwords came from this address: try again in "
                        + answer.headers().firstValue("Retry-After").orElse("some") + " s");
            case 503 -> throw new IOException("the gateway says: " + detail(answer));
            default -> throw new IOException(answer.uri() + " answered " + answer.statusCode());
        };
    }

    private static String detail(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body()).path("detail").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

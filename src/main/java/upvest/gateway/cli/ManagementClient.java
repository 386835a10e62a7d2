package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The management port of a running gateway, Jolokia on it: a mixin for each command that asks one. */
final class ManagementClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(5); // a busy machine checks routes for a while
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--url",
            defaultValue = "${env:GATEWAY_MANAGEMENT_URL:-http://127.0.0.1:8081}",
            description = "The management port; default: GATEWAY_MANAGEMENT_URL or http://127.0.0.1:8081")
    private URI url = URI.create("");

    @Mixin
    private Login login = new Login();

    /** What the endpoint {@code /actuator/<name>} says. */
    <T> T read(String name, Class<T> type) throws IOException, InterruptedException {
        return JSON.readValue(
                answer(HttpRequest.newBuilder(endpoint(name)).header("Accept", "application/json")), type);
    }

    /** The value of an MBean's attribute. */
    JsonNode attribute(String mbean, String name) throws IOException, InterruptedException {
        return jolokia(Map.of("type", "read", "mbean", mbean, "attribute", name));
    }

    /** All attributes of an MBean, by name. */
    JsonNode attributes(String mbean) throws IOException, InterruptedException {
        return jolokia(Map.of("type", "read", "mbean", mbean));
    }

    /** What an MBean's operation returns. */
    JsonNode invoke(String mbean, String operation, Object... arguments) throws IOException, InterruptedException {
        return jolokia(Map.of("type", "exec", "mbean", mbean, "operation", operation, "arguments", List.of(arguments)));
    }

    private JsonNode jolokia(Map<String, Object> request) throws IOException, InterruptedException {
        JsonNode answer = JSON.readTree(answer(HttpRequest.newBuilder(endpoint("jolokia"))
                .header("Content-Type", "application/json")
                .header(
                        "Origin",
                        url.resolve("/")
                                .toString()
                                .replaceFirst("/$", "")) // Jolokia checks that no other site's page sends this
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))));
        if (answer.path("status").asInt() == 403) {
            throw new RefusedCall("not allowed: a viewer may look, for this you need the role operator");
        }
        if (answer.path("status").asInt() != 200) {
            String error = answer.path("error").asText().replaceFirst("^[a-z][\\w.]*[A-Z]\\w* : ", "");
            if (answer.path("error_type").asText().equals(IllegalArgumentException.class.getName())) {
                throw new IllegalArgumentException(error); // wrong words that only the gateway knows as such
            }
            if (answer.path("error_type").asText().equals(IllegalStateException.class.getName())) {
                throw new RefusedCall(error); // not now
            }
            throw new IOException("the gateway says: " + error);
        }
        return answer.path("value");
    }

    /** Below the path of the address, where a proxy puts the port under one; the address may be that of the actuator. */
    private URI endpoint(String name) {
        return URI.create(url.toString().replaceFirst("(/actuator)?/*$", "") + "/actuator/" + name);
    }

    private byte[] answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        login.header(url).ifPresent(header -> request.header("Authorization", header));
        HttpResponse<byte[]> answer = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .build()
                .send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() == 429) {
            throw new RefusedCall("too many wrong passwords came from this address: try again in "
                    + answer.headers().firstValue("Retry-After").orElse("some") + " s");
        }
        if (answer.statusCode() == 401) {
            throw new RefusedCall(login.refused());
        }
        if (answer.statusCode() != 200) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode());
        }
        return answer.body();
    }
}

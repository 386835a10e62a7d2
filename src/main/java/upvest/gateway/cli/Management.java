package upvest.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The management port of a running gateway: a mixin for each command that asks one. */
final class Management {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--url",
            defaultValue = "${env:GATEWAY_MANAGEMENT_URL:-http://127.0.0.1:8081}",
            description = "The management port; default: GATEWAY_MANAGEMENT_URL or http://127.0.0.1:8081")
    private URI url = URI.create("");

    /** What the endpoint {@code /actuator/<name>} says. */
    <T> T read(String name, Class<T> type) throws IOException, InterruptedException {
        URI endpoint = url.resolve("/actuator/" + name);
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .build();
        HttpResponse<byte[]> answer = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(endpoint + " answered " + answer.statusCode());
        }
        return JSON.readValue(answer.body(), type);
    }
}

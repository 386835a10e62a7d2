package upvest.gateway.upvestapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Signs each request, and makes an {@link ApiFailure} of each answer that is no success. */
final class SignedExchange implements ClientHttpRequestInterceptor {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Of an answer; a set of keys and a page of subscriptions are far below. */
    static final int LARGEST = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_DETAIL = 500;

    private final ApiAccess access;
    private final RequestSigner signer;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    SignedExchange(ApiAccess access, RequestSigner signer) {
        this.access = access;
        this.signer = signer;
    }

    /**
     * How requests travel: never to where a redirect points.
     *
     * @param deadline for the whole answer, its last byte included
     */
    RestClient.Builder http(Duration deadline) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(deadline);
        return RestClient.builder().requestFactory(requests).requestInterceptor(this);
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        HttpHeaders headers = request.getHeaders();
        headers.setAccept(List.of(MediaType.APPLICATION_JSON));
        headers.set("upvest-client-id", access.clientId());
        Map<String, String> sent = new HashMap<>();
        headers.forEach((name, values) -> sent.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        signer.sign(request.getMethod().name(), request.getURI(), sent, body).forEach(headers::set);
        ClientHttpResponse answer = execution.execute(request, body);
        if (!answer.getStatusCode().is2xxSuccessful()) {
            try (answer) {
                throw failure(request, answer);
            }
        }
        return answer;
    }

    private static ApiFailure failure(HttpRequest request, ClientHttpResponse answer) throws IOException {
        int status = answer.getStatusCode().value();
        JsonNode problem = json(answer.getBody().readNBytes(LARGEST));
        String detail = first(problem, "detail", "error_description", "title", "error");
        String id = first(problem, "request_id");
        if (id.isEmpty()) {
            id = Objects.requireNonNullElse(answer.getHeaders().getFirst("upvest-request-id"), "none given");
        }
        String message = request.getMethod() + " " + request.getURI().getPath() + ": Upvest answered " + status
                + (detail.isEmpty() ? "" : ", " + detail) + " (request id " + id + ")" + advice(status, detail);
        return new ApiFailure(status, message, retryAfter(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)), null);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return JSON.createObjectNode(); // a proxy's page
        }
    }

    private static String first(JsonNode problem, String... names) {
        for (String name : names) {
            String text =
                    problem.path(name).asText().replaceAll("\\p{Cntrl}+", " ").strip();
            if (!text.isEmpty()) {
                return text.substring(0, Math.min(text.length(), LONGEST_DETAIL));
            }
        }
        return "";
    }

    private static String advice(int status, String detail) {
        if (status == 401) {
            return detail.contains("ignature")
                    ? ". upvest.api.key and upvest.api.key-id must be what Upvest has for this client, and the clock of"
                            + " this machine right"
                    : ". Look at upvest.api.client-id and client-secret: sandbox and live have their own";
        }
        return switch (status) {
            case 403 -> ". The client lacks a scope, webhooks:admin or webhooks:read, or the right to it";
            case 426 -> ". Upvest has retired this version of its API: use a newer gateway";
            case 429 -> ". Too many requests of this client: ask again later";
            default -> status / 100 == 3 ? ". Redirects are not followed: look at upvest.api.url" : "";
        };
    }

    private static @Nullable Duration retryAfter(@Nullable String seconds) {
        return seconds == null || !seconds.matches("\\d{1,4}") ? null : Duration.ofSeconds(Long.parseLong(seconds));
    }
}

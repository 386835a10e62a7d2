package upvest.gateway.upvestapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import upvest.gateway.GatewayProperties;

/** Asks Upvest's API: each request signed, with a token, within a deadline. */
public final class UpvestApi {
    /** May fetch keys and list subscriptions. */
    public static final String READ = "webhooks:read";
    /** May change subscriptions too. */
    public static final String ADMIN = "webhooks:admin";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int RETRIES = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final ApiAccess access;
    private final SignedExchange exchange;
    private final AccessToken token;
    private final Duration deadline;
    private final @Nullable Consumer<String> waiting;
    private final RestClient http;

    private UpvestApi(
            ApiAccess access,
            SignedExchange exchange,
            AccessToken token,
            Duration deadline,
            @Nullable Consumer<String> waiting) {
        this.waiting = waiting;
        this.access = access;
        this.exchange = exchange;
        this.token = token;
        this.deadline = deadline;
        this.http = exchange.http(deadline).build();
    }

    /**
     * A client as the settings say. Asks nothing yet.
     *
     * @param scope what the token is for: {@link #READ} or {@link #ADMIN}
     * @throws upvest.gateway.WrongSetting when a setting is missing or wrong
     */
    public static UpvestApi of(GatewayProperties.Api settings, String scope, Clock clock) {
        return of(settings, scope, clock, DEADLINE);
    }

    static UpvestApi of(GatewayProperties.Api settings, String scope, Clock clock, Duration deadline) {
        ApiAccess access = ApiAccess.of(settings);
        SignedExchange exchange = new SignedExchange(
                access, new RequestSigner(access.keyId(), access.key().key(), clock));
        AccessToken token = new AccessToken(access, scope, exchange.http(deadline), clock);
        return new UpvestApi(access, exchange, token, deadline, null);
    }

    /** The same with another deadline for each answer. */
    public UpvestApi within(Duration deadline) {
        return new UpvestApi(access, exchange, token, deadline, waiting);
    }

    /**
     * The same with patience: what Upvest answers 429 is asked again, a few times.
     *
     * @param tell takes a sentence before each wait
     */
    public UpvestApi patient(Consumer<String> tell) {
        return new UpvestApi(access, exchange, token, deadline, tell);
    }

    /** Whether this is Upvest's live environment, with real money behind it. */
    public boolean live() {
        return access.live();
    }

    /** Where and as whom it asks. */
    @Override
    public String toString() {
        return access.toString();
    }

    /** What an address holds. */
    public JsonNode get(String path) throws ApiFailure {
        return call(HttpMethod.GET, path, null);
    }

    /** @param body null for none */
    public JsonNode post(String path, @Nullable JsonNode body) throws ApiFailure {
        return call(HttpMethod.POST, path, body);
    }

    public JsonNode patch(String path, JsonNode body) throws ApiFailure {
        return call(HttpMethod.PATCH, path, body);
    }

    public void delete(String path) throws ApiFailure {
        call(HttpMethod.DELETE, path, null);
    }

    private JsonNode call(HttpMethod method, String path, @Nullable JsonNode body) throws ApiFailure {
        for (int attempt = 0; ; attempt++) {
            try {
                return signedIn(method, path, body);
            } catch (ApiFailure e) {
                if (e.status() != 429 || waiting == null || attempt == RETRIES) {
                    throw e;
                }
                pause(waiting, e.retryAfter() == null ? Duration.ofSeconds(1L << attempt) : e.retryAfter(), e);
            }
        }
    }

    private static void pause(Consumer<String> tell, Duration asked, ApiFailure failure) throws ApiFailure {
        long seconds = Math.min(asked.toSeconds(), LONGEST_WAIT.toSeconds());
        tell.accept("Upvest answered 429, too many requests of this client: again in " + seconds + " s");
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private JsonNode signedIn(HttpMethod method, String path, @Nullable JsonNode body) throws ApiFailure {
        boolean fresh = false;
        while (true) {
            try {
                return JSON.readTree(send(method, path, body));
            } catch (RestClientException | OAuth2AuthorizationException | IOException e) {
                ApiFailure failure = failure(e);
                if (fresh || failure.status() != 401 || e instanceof OAuth2AuthorizationException) {
                    throw failure;
                }
                token.forget(); // it may have ended before its time
                fresh = true;
            }
        }
    }

    private byte[] send(HttpMethod method, String path, @Nullable JsonNode body) throws IOException {
        RestClient.RequestBodySpec request = http.method(method)
                .uri(URI.create(access.base() + path))
                .headers(headers -> headers.setBearerAuth(token.value()));
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsBytes(body));
        }
        return request.exchange((sent, answer) -> answer.getBody().readNBytes(SignedExchange.LARGEST));
    }

    private ApiFailure failure(Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ApiFailure) && !(cause instanceof ConnectException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ApiFailure answered) {
            return answered;
        }
        if (cause instanceof ConnectException) {
            return new ApiFailure(
                    0, access.base() + " cannot be reached: look at the network and at upvest.api.url", null, failure);
        }
        // the second is how the client's stream says that its time is over
        String message = cause instanceof HttpTimeoutException || "closed".equals(cause.getMessage())
                ? "not all of it came in " + deadline.toMillis() + " ms"
                : cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ApiFailure(0, access.base() + " gives no answer: " + message, null, failure);
    }
}

package upvest.gateway.upvestapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The relay of Upvest's own tool, in the sandbox: an address that Upvest can reach, whose requests are fetched from here.
 * Its API is not documented; this is what the tool does.
 *
 * @see <a href="https://github.com/upvestco/httpsignature-proxy">httpsignature-proxy</a>
 */
public final class Relay implements AutoCloseable {
    private static final String ENDPOINTS = "/events-acceptor-service/endpoints";
    /** The relay waits 30 s for something to come. */
    private static final Duration LONG_POLL = Duration.ofSeconds(45);

    /** To clean up: whoever interrupts does not wait for ever. */
    private static final int ATTEMPTS = 3;

    private final UpvestApi api;
    private final UpvestApi polls;
    private final Subscriptions subscriptions;
    private final Consumer<String> tell;
    private @Nullable String endpoint;
    private @Nullable URI url;
    private @Nullable String subscription;
    private volatile boolean closed;

    /**
     * A request as Upvest has sent it to the relay.
     *
     * @param headers by name as it came
     * @param body byte for byte, as long as it was UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came; requests are never compared
    public record Relayed(Map<String, List<String>> headers, byte[] body) {
        /** Never the content, and no signature. */
        @Override
        public String toString() {
            return "Relayed[bytes=" + body.length + "]";
        }
    }

    /** @param tell takes what could not be cleaned up */
    public Relay(UpvestApi api, Consumer<String> tell) {
        if (api.live()) {
            throw new IllegalArgumentException("the relay is the sandbox's: upvest.api.url is live");
        }
        this.api = api;
        this.polls = api.within(LONG_POLL);
        this.subscriptions = new Subscriptions(api);
        this.tell = tell;
    }

    /**
     * Registers an endpoint and subscribes for it, once.
     *
     * @return the address that Upvest delivers to and signs
     */
    public synchronized URI open(List<String> types, int maxPackageSize) throws ApiFailure {
        if (closed) {
            throw new ApiFailure(0, "the relay is closed", null, null);
        }
        JsonNode registered = api.post(ENDPOINTS, TextNode.valueOf(""));
        endpoint = registered.path("id").asText();
        url = URI.create(registered.path("url").asText());
        subscription = subscriptions.create(
                new WantedSubscription("gateway relay", url, types, List.of(), Duration.ofSeconds(1), maxPackageSize));
        subscriptions.enable(subscription, true);
        return url;
    }

    /** Whether all that was made is deleted, or is about to be. */
    public boolean closed() {
        return closed;
    }

    /** The address that Upvest delivers to; null before there is one. */
    public synchronized @Nullable URI url() {
        return url;
    }

    /** The id of the subscription; null when there is none. */
    public synchronized @Nullable String subscription() {
        return subscription;
    }

    /** Waits until something comes, for half a minute; what it gives is with the relay no more. */
    public List<Relayed> poll() throws ApiFailure {
        String from;
        synchronized (this) {
            from = endpoint;
        }
        List<Relayed> requests = new ArrayList<>();
        for (JsonNode request : from == null ? List.<JsonNode>of() : polls.get(ENDPOINTS + "/" + from)) {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            request.path("headers").properties().forEach(header -> {
                List<String> values = new ArrayList<>();
                header.getValue().forEach(value -> values.add(value.asText()));
                headers.put(header.getKey(), values);
            });
            requests.add(new Relayed(headers, request.path("payload").asText().getBytes(StandardCharsets.UTF_8)));
        }
        return requests;
    }

    /** Deletes the subscription and the endpoint, once; what cannot be deleted is told. */
    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            String id = subscription;
            subscription = null;
            cleanUp("subscription " + id, () -> subscriptions.delete(id));
        }
        if (endpoint != null) {
            String id = endpoint;
            endpoint = null;
            cleanUp("relay endpoint " + id, () -> api.delete(ENDPOINTS + "/" + id));
        }
    }

    private interface Deletion {
        void run() throws ApiFailure;
    }

    private void cleanUp(String what, Deletion deletion) {
        for (int attempt = 1; ; attempt++) {
            try {
                deletion.run();
                tell.accept("deleted " + what);
                return;
            } catch (ApiFailure e) {
                if (!e.passing() || attempt == ATTEMPTS || !pause()) {
                    tell.accept("NOT deleted: " + what + ": " + e.getMessage());
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

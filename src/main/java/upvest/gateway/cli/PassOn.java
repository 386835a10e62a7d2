package upvest.gateway.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import upvest.gateway.upvestapi.Relay;

/** Posts to a gateway what Upvest has posted to the relay, with the headers that it had. */
final class PassOn {
    /** They belong to a connection, not to a request; the client writes its own. */
    private static final Set<String> OF_A_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final URI target;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * What became of a request.
     *
     * @param status 0 when there was no answer
     */
    record Answer(int status, String told) {}

    /**
     * Where to post.
     *
     * @param gateway with a path, or without one for that which Upvest has signed
     * @param signed the relay's address
     */
    PassOn(URI gateway, URI signed) {
        if (gateway.getHost() == null) {
            throw new IllegalArgumentException("--to is an address such as http://127.0.0.1:8080, not " + gateway);
        }
        String path = gateway.getRawPath();
        this.target = path.isEmpty() || path.equals("/")
                ? gateway.resolve(
                        signed.getRawPath() + (signed.getRawQuery() == null ? "" : "?" + signed.getRawQuery()))
                : gateway;
    }

    URI target() {
        return target;
    }

    Answer post(Relay.Relayed request) throws InterruptedException {
        HttpRequest.Builder post =
                HttpRequest.newBuilder(target).timeout(LONGEST_ANSWER).POST(BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!OF_A_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> post.header(name, value));
            }
        });
        long start = System.nanoTime();
        try {
            int status = http.send(post.build(), BodyHandlers.discarding()).statusCode();
            return new Answer(
                    status,
                    status + " in " + (System.nanoTime() - start) / 1_000_000 + " ms"
                            + (status == 200 ? "" : ", \"gateway status\" says why"));
        } catch (ConnectException e) {
            return new Answer(0, "nobody listens at " + target);
        } catch (IOException e) {
            return new Answer(0, "no answer: " + e.getMessage());
        }
    }
}

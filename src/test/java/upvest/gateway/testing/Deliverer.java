package upvest.gateway.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import upvest.gateway.cli.Signer;

/**
 * Delivers as Upvest does: signed POSTs over real HTTP. What a gateway in this process has answered 200 is dispatched when
 * they return, unless something holds that up.
 */
public final class Deliverer {
    private static final Path KEY = Path.of("config/quick-start/signing-key.json");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Deliverer() {}

    /** How a delivery is signed. */
    public enum Signed {
        YES,
        /** No signature at all. */
        NO,
        /** Ten minutes ago, so that it has expired. */
        LATE,
        /** In ten minutes. */
        EARLY,
        /** For another body. */
        FORGED
    }

    /** A signed delivery. */
    public static HttpResponse<String> post(URI url, String body) {
        return send(url, "POST", body.getBytes(StandardCharsets.UTF_8), Signed.YES, false, Map.of());
    }

    /** A delivery signed when this clock says. */
    public static HttpResponse<String> postAt(Clock clock, URI url, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(url, "POST", bytes, Signed.NO, false, signedAt(clock, url, body));
    }

    /** The headers of a delivery signed when this clock says: with them it can be sent again as it was. */
    public static Map<String, String> signedAt(Clock clock, URI url, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Payloads.sent(bytes);
        return signer(clock).headers(url, bytes, Signer.unsignedHeaders());
    }

    /** The answer to a signed delivery that must come in this time; 0 when it does not. Waits for nothing else. */
    public static int postWithin(Duration time, URI url, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Payloads.sent(bytes);
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(time).POST(BodyPublishers.ofByteArray(bytes));
        headers(url, bytes, Signed.YES, Signer.unsignedHeaders()).forEach(request::setHeader);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (HttpTimeoutException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param headers added to or replacing the usual ones */
    public static HttpResponse<String> send(
            URI url, String method, byte[] body, Signed signed, boolean chunked, Map<String, String> headers) {
        Payloads.sent(body);
        Map<String, String> usual = Signer.unsignedHeaders();
        if (headers.containsKey("content-type")) {
            usual.put("content-type", headers.get("content-type"));
        }
        Map<String, String> all = new LinkedHashMap<>(headers(url, body, signed, usual));
        all.putAll(headers);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        chunked
                                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                                : BodyPublishers.ofByteArray(body));
        all.forEach(request::setHeader);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                TestGateway.awaitDispatched(url.getPort());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> headers(URI url, byte[] body, Signed signed, Map<String, String> usual) {
        Clock tenMinutesAgo = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
        Clock inTenMinutes = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
        return switch (signed) {
            case YES -> signer(Clock.systemUTC()).headers(url, body, usual);
            case NO -> usual;
            case LATE -> signer(tenMinutesAgo).headers(url, body, usual);
            case EARLY -> signer(inTenMinutes).headers(url, body, usual);
            case FORGED -> signer(Clock.systemUTC()).headers(url, "{}".getBytes(StandardCharsets.UTF_8), usual);
        };
    }

    /** The headers of a signed delivery. */
    public static Map<String, String> signed(URI url, byte[] body) {
        return signer(Clock.systemUTC()).headers(url, body, Signer.unsignedHeaders());
    }

    private static Signer signer(Clock clock) {
        try {
            return Signer.read(KEY, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

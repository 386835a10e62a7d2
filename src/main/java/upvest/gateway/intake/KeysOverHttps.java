package upvest.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A key set on a server that answers without a login. Redirects are not followed: another host is not the trusted one. */
record KeysOverHttps(URI address, Duration deadline) implements KeySource {
    @Override
    public Document read() throws IOException {
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(deadline)
                .build();
        CompletableFuture<HttpResponse<InputStream>> answer =
                http.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
        CompletableFuture<Document> document = answer.thenApplyAsync(KeysOverHttps::document);
        try {
            return document.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            end(answer);
            throw new IOException("not all of it came in " + deadline.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(answer);
            throw new InterruptedIOException("the gateway stops");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof Unread unread ? unread.getCause() : e.getCause();
            throw cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
        }
    }

    /** Whoever reads it reads no more. */
    private static void end(CompletableFuture<HttpResponse<InputStream>> answer) throws IOException {
        if (!answer.cancel(true) && !answer.isCompletedExceptionally()) {
            answer.join().body().close();
        }
    }

    private static Document document(HttpResponse<InputStream> answer) {
        try (InputStream in = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("it was answered " + answer.statusCode()
                        + (answer.statusCode() / 100 == 3 ? ", and redirects are not followed" : ""));
            }
            return new Document(
                    new String(in.readNBytes(KeySet.LARGEST), StandardCharsets.UTF_8),
                    answer.sslSession().map(KeysOverHttps::expires).orElse(null));
        } catch (IOException e) {
            throw new Unread(e);
        }
    }

    private static @Nullable Instant expires(SSLSession session) {
        try {
            Certificate[] server = session.getPeerCertificates();
            return Arrays.stream(server)
                    .filter(X509Certificate.class::isInstance)
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant())
                    .min(Instant::compareTo)
                    .orElse(null);
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    @Override
    public boolean here() {
        return false;
    }

    @Override
    public String toString() {
        return address.toString();
    }

    /** Out of a future. */
    private static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unread(IOException cause) {
            super(cause);
        }
    }
}

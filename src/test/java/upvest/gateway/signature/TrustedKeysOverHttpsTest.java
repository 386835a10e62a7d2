package upvest.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from a real HTTPS server. */
class TrustedKeysOverHttpsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final SSLSocketFactory USUAL = HttpsURLConnection.getDefaultSSLSocketFactory();

    @TempDir
    Path folder;

    private final AtomicInteger reads = new AtomicInteger();
    private volatile String served = "";
    private HttpsServer server;
    private ECKey first;
    private ECKey second;

    @BeforeEach
    void serve() throws Exception {
        first = new ECKeyGenerator(Curve.P_521).keyID("first").generate();
        second = new ECKeyGenerator(Curve.P_521).keyID("second").generate();
        served = new JWKSet(first).toString(true);
        SSLContext tls = tls();
        HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/keys", exchange -> {
            reads.incrementAndGet();
            byte[] body = served.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        HttpsURLConnection.setDefaultSSLSocketFactory(USUAL);
    }

    @Test
    void aUrlIsReadOnceAndAgainForAnUnknownKey() throws Exception {
        TrustedKeys keys = new TrustedKeys(url(), Clock.systemUTC());
        for (int i = 0; i < 10; i++) {
            assertThat(keys.find("first")).isEqualTo(first.toECPublicKey());
        }
        assertThat(reads).hasValue(1);
        TrustedKeys later = new TrustedKeys(url(), new Clocks.Leaping(Duration.ofMinutes(2)));
        served = new JWKSet(List.of(first, second)).toString(true);
        assertThat(later.find("second")).isEqualTo(second.toECPublicKey());
    }

    @Test
    void theLastGoodSetStaysWhenTheServerFails() throws Exception {
        TrustedKeys keys = new TrustedKeys(url(), new Clocks.Leaping(Duration.ofMinutes(2)));
        served = "";
        assertThatThrownBy(() -> keys.find("second")).isInstanceOf(SignatureRefused.class);
        assertThat(keys.find("first")).isEqualTo(first.toECPublicKey());
        assertThat(reads).hasValue(2);
    }

    @Test
    void tellsWhenTheFirstKeyAndTheServersCertificateEnd() throws Exception {
        Instant end = Instant.parse("2031-01-15T14:10:00Z");
        ECKey ending = new ECKeyGenerator(Curve.P_521)
                .keyID("ending")
                .expirationTime(Date.from(end))
                .generate();
        served = new JWKSet(List.of(first, ending)).toString(true);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (KeyWatch watch = new KeyWatch(new TrustedKeys(url(), Clock.systemUTC()), registry)) {
            assertThat(watch).isNotNull();
            assertThat(registry.get("upvest.keys.expire").gauge().value()).isEqualTo(end.getEpochSecond());
            assertThat(registry.get("upvest.keys.server.expires").gauge().value())
                    .as("keytool's certificates last for 90 days")
                    .isBetween((double) Instant.now().plus(Duration.ofDays(89)).getEpochSecond(), (double)
                            Instant.now().plus(Duration.ofDays(91)).getEpochSecond());
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotAsked() {
        HttpsURLConnection.setDefaultSSLSocketFactory(USUAL);
        assertThatThrownBy(() -> new TrustedKeys(url(), Clock.systemUTC()))
                .hasMessageContaining("upvest.signature.jwks");
        assertThat(reads).hasValue(0);
    }

    private String url() {
        return "https://localhost:" + server.getAddress().getPort() + "/keys";
    }

    private SSLContext tls() throws Exception {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=DNS:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}

package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from a real HTTPS server. */
class TrustedKeysOverHttpsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** For a slow machine with other things to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final AtomicInteger reads = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile String served = "";
    private final CountDownLatch ended = new CountDownLatch(1);
    private SSLContext usual;
    private HttpsServer server;
    private ECKey first;
    private ECKey second;

    @BeforeEach
    void serve() throws Exception {
        first = new ECKeyGenerator(Curve.P_521).keyID("first").generate();
        second = new ECKeyGenerator(Curve.P_521).keyID("second").generate();
        served = new JWKSet(first).toString();
        SSLContext tls = tls();
        usual = SSLContext.getDefault();
        SSLContext.setDefault(tls);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/keys", exchange -> {
            reads.incrementAndGet();
            byte[] body = served.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/drip", this::drip);
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().set("location", url());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
        SSLContext.setDefault(usual);
    }

    /** A byte, and then nothing until the other side has hung up or the test is over. */
    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aUrlIsReadOnceAndAgainForAnUnknownKey() throws Exception {
        TrustedKeys keys = keys(Clock.systemUTC());
        for (int i = 0; i < 10; i++) {
            assertThat(keys.find("first")).isEqualTo(first.toECPublicKey());
        }
        assertThat(reads).hasValue(1);
        TrustedKeys later = keys(new Clocks.Leaping(Duration.ofMinutes(2)));
        served = new JWKSet(List.of(first, second)).toString();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(later.find("second"))
                .isEqualTo(second.toECPublicKey()));
    }

    @Test
    void strangersWithBadSignaturesAndUnknownKeysLetItBeReadOnceAMinute() throws Exception {
        Clocks.Settable clock = new Clocks.Settable();
        TrustedKeys keys = keys(clock);
        clock.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 100; i++) {
            assertThat(keys.renewed("first", first.toECPublicKey())).isNull();
            assertThatThrownBy(() -> keys.find("no such key")).isInstanceOf(Refused.class);
        }
        await().atMost(PATIENCE)
                .until(() -> reads.get() == 2 && keys.now().failure().isEmpty());
    }

    @Test
    void theLastGoodSetStaysWhenTheServerFailsAndIsThereForTheNextStart() throws Exception {
        TrustedKeys keys = keys(new Clocks.Leaping(Duration.ofMinutes(2)));
        served = "";
        assertThatThrownBy(() -> keys.find("second")).isInstanceOf(Refused.class);
        assertThat(keys.find("first")).isEqualTo(first.toECPublicKey());
        await().atMost(PATIENCE).until(() -> keys.now().failure().contains("answered 500"));

        TrustedKeys next = keys(Clock.systemUTC());
        assertThat(next.find("first")).isEqualTo(first.toECPublicKey());
        assertThat(next.now().fromDisk()).isTrue();
        assertThat(next.now().read()).isEqualTo(keys.now().read());
        assertThat(KeyReport.of(next).from()).isEqualTo("disk");
        assertThat(KeyReport.of(next).failure()).isNotNull();
    }

    @Test
    void thereMayBeNoKeysAtFirst() throws Exception {
        served = "";
        TrustedKeys keys = keys(Clock.systemUTC());
        assertThat(keys.size()).isZero();
        assertThat(keys.missing()).contains(url(), "answered 500");
        served = new JWKSet(first).toString();
        try (keys) {
            new KeyWatch(keys, new SimpleMeterRegistry());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(keys.missing()).isEmpty());
        }
    }

    @Test
    void aServerThatDripsIsCutAndHoldsNoRequest() {
        KeySource drips = new KeysOverHttps(URI.create(url().replace("/keys", "/drip")), Duration.ofMillis(200));
        assertThatThrownBy(drips::read).hasMessageContaining("not all of it came in");
        KeySource patient = new KeysOverHttps(URI.create(url().replace("/keys", "/drip")), Duration.ofHours(1));
        KeySource turning = new Turning(new KeysOverHttps(URI.create(url()), DEADLINE), patient);
        Clocks.Settable clock = new Clocks.Settable();
        try (TrustedKeys keys = new TrustedKeys(turning, kept(), clock)) {
            clock.pass(Duration.ofMinutes(1));
            assertThatThrownBy(() -> keys.find("second")).isInstanceOf(Refused.class);
        }
    }

    /** One source for the first reading, another from then on. */
    private static final class Turning implements KeySource {
        private final Iterator<KeySource> sources;

        Turning(KeySource... sources) {
            this.sources = List.of(sources).iterator();
        }

        @Override
        public Document read() throws IOException {
            return sources.next().read();
        }

        @Override
        public boolean here() {
            return false;
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        KeySource elsewhere = new KeysOverHttps(URI.create(url().replace("/keys", "/elsewhere")), DEADLINE);
        assertThatThrownBy(elsewhere::read).hasMessageContaining("answered 302").hasMessageContaining("redirect");
        assertThat(reads).hasValue(0);
    }

    @Test
    void tellsWhenTheFirstKeyAndTheServersCertificateEnd() throws Exception {
        Instant end = Instant.parse("2031-01-15T14:10:00Z");
        ECKey ending = new ECKeyGenerator(Curve.P_521)
                .keyID("ending")
                .expirationTime(Date.from(end))
                .generate();
        served = new JWKSet(List.of(first, ending)).toString();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (TrustedKeys keys = keys(Clock.systemUTC())) {
            new KeyWatch(keys, registry);
            assertThat(registry.get("upvest.keys.expire").gauge().value()).isEqualTo(end.getEpochSecond());
            assertThat(registry.get("upvest.keys.server.expires").gauge().value())
                    .as("keytool's certificates last for 90 days")
                    .isBetween((double) Instant.now().plus(Duration.ofDays(89)).getEpochSecond(), (double)
                            Instant.now().plus(Duration.ofDays(91)).getEpochSecond());
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotAsked() {
        SSLContext.setDefault(usual);
        assertThat(keys(Clock.systemUTC()).missing()).contains("PKIX path building failed");
        assertThat(reads).hasValue(0);
    }

    private TrustedKeys keys(Clock clock) {
        return new TrustedKeys(new KeysOverHttps(URI.create(url()), DEADLINE), kept(), clock);
    }

    private KeptKeys kept() {
        return new KeptKeys(folder.resolve("trusted-keys.json"), url());
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

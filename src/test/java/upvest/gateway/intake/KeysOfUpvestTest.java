package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import upvest.gateway.cli.Signer;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.testing.Typed;
import upvest.gateway.upvestapi.StandIn;

/** {@code upvest.signature.jwks=upvest}: a gateway that gets its keys from (a stand-in of) Upvest's API. */
@ExtendWith(OutputCaptureExtension.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class KeysOfUpvestTest {
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);
    private static final Clock MOVABLE =
            ((InstantSource) () -> Instant.now().plus(AHEAD.get())).withZone(ZoneOffset.UTC);

    /** For a slow machine with other things to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private StandIn upvest;
    private ECKey first;

    @BeforeEach
    void start() throws Exception {
        AHEAD.set(Duration.ZERO);
        upvest = StandIn.start(MOVABLE);
        first = key("first");
        upvest.rotate(first);
    }

    @AfterEach
    void stop() {
        upvest.close();
    }

    @Test
    void acceptsWhatRotatedKeysHaveSigned(CapturedOutput output) throws Exception {
        try (TestGateway gateway = gateway()) {
            assertThat(deliver(gateway, first)).isEqualTo(200);
            ECKey second = key("second");
            upvest.rotate(first, second);
            aMinutePasses();
            accepts(gateway, second, "another key id");

            ECKey renewed = key("first");
            upvest.rotate(renewed, second);
            aMinutePasses();
            accepts(gateway, renewed, "the same key id");
            assertThat(deliver(gateway, first)).as("replaced").isEqualTo(401);

            upvest.endTokens();
            ECKey third = key("third");
            upvest.keys("{\"keys\":[" + third.toPublicJWK().toJSONString() + ",{\"kty\":\"RSA\",\"kid\":\"other\"}]}");
            aMinutePasses();
            accepts(gateway, third, "with a new token");
            assertThat(output.getOut())
                    .contains("key other is left out: its kty is not EC")
                    .doesNotContain(StandIn.SECRET, "ory_at_");
            assertThat(upvest.faults()).isEmpty();
            assertThat(upvest.requests()).filteredOn("POST /auth/token"::equals).hasSize(2);
        }
    }

    @Test
    void strangersDoNotHammerUpvest() throws Exception {
        try (TestGateway gateway = gateway()) {
            aMinutePasses();
            int before = upvest.requests().size();
            for (int i = 0; i < 20; i++) {
                assertThat(deliver(gateway, key(i % 2 == 0 ? "first" : "stranger")))
                        .isEqualTo(401);
            }
            await().atMost(PATIENCE).until(() -> upvest.requests().size() - before == 1);
            assertThat(deliver(gateway, first)).isEqualTo(200);
        }
    }

    @Test
    void anOutageOfUpvestIsOutlivedByTheLastGoodSet() throws Exception {
        try (TestGateway gateway = gateway()) {
            upvest.down(true);
            AHEAD.set(Duration.ofHours(3));
            gateway.restart();
            assertThat(deliver(gateway, first)).isEqualTo(200);
            Typed status = Typed.type(gateway, "status");
            assertThat(status.out())
                    .containsPattern(
                            "keys          1 trusted, read 3 h ago, kept on the disk, from Upvest, " + upvest.url())
                    .contains(
                            "the last reading failed: POST /auth/token: Upvest answered 503, Not now (request id req-");
            assertThat(status.code()).isEqualTo(1);
            assertThat(gateway.actuator("health").body())
                    .contains("\"from\":\"disk\"", "\"failure\":")
                    .doesNotContain(StandIn.SECRET);
            assertThat(gateway.counter("upvest_keys_read_seconds"))
                    .isLessThan(MOVABLE.instant().minus(Duration.ofHours(2)).getEpochSecond());
            upvest.down(false);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(gateway.actuator("health").body()).contains("\"from\":\"source\""));
        }
    }

    @Test
    void withoutAnyKeysItAnswers503AndTriesAgainByItself() throws Exception {
        upvest.down(true);
        try (TestGateway gateway = gateway()) {
            assertThat(deliver(gateway, first)).isEqualTo(503);
            assertThat(gateway.counter("upvest_deliveries_total{answer=\"503\",reason=\"NO_KEYS\"}"))
                    .isEqualTo(1);
            HttpResponse<String> readiness = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(gateway.actuatorUrl("health/readiness"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(gateway.actuator("health/readiness").body()).contains("Upvest answered 503, Not now");
            assertThat(Typed.type(gateway, "status").out())
                    .contains("accepting     no: there are no trusted keys yet from Upvest, " + upvest.url());

            upvest.down(false);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(deliver(gateway, first)).isEqualTo(200));
            assertThat(gateway.actuator("health/readiness").statusCode()).isEqualTo(200);
        }
    }

    private TestGateway gateway() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(upvest.settings(folder));
        settings.put("upvest.signature.jwks", "upvest");
        return TestGateway.start(settings, MovableClock.class);
    }

    private static void aMinutePasses() {
        AHEAD.updateAndGet(ahead -> ahead.plusSeconds(61));
    }

    private static ECKey key(String id) throws Exception {
        return new ECKeyGenerator(Curve.P_521).keyID(id).generate();
    }

    /** At once, or when what the first attempt has set off is over. */
    private void accepts(TestGateway gateway, ECKey key, String because) {
        await(because).atMost(PATIENCE).until(() -> deliver(gateway, key) == 200);
    }

    private int deliver(TestGateway gateway, ECKey key) throws IOException {
        String delivery = FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
        byte[] body = delivery.getBytes(StandardCharsets.UTF_8);
        Path file = Files.writeString(folder.resolve("webhook-key.json"), key.toJSONString());
        Map<String, String> headers = Signer.read(file, MOVABLE).headers(gateway.url(), body, Signer.unsignedHeaders());
        return Deliverer.send(gateway.url(), "POST", body, Deliverer.Signed.NO, false, headers)
                .statusCode();
    }

    /** No annotation: a scan of the class path must not find it. */
    static class MovableClock {
        @Bean
        @Primary
        Clock movable() {
            return MOVABLE;
        }
    }
}

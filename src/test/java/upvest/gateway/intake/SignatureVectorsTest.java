package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each vector of {@code vectors/signature-v6.json}, by its name, with every provider of cryptography there is here. */
class SignatureVectorsTest {
    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> byTheJdk() throws IOException {
        return vectors(null, false);
    }

    @TestFactory
    Stream<DynamicTest> byTheProviderThatLoadsHere() throws IOException {
        return vectors(CryptoProvider.load().provider(), false);
    }

    @TestFactory
    Stream<DynamicTest> withVersion15SwitchedOn() throws IOException {
        return vectors(CryptoProvider.load().provider(), true);
    }

    @Test
    void thereAreVectorsOfBothKinds() throws IOException {
        JsonNode vectors = read().path("vectors");
        assertThat(vectors).hasSizeGreaterThan(50);
        assertThat(vectors.findValuesAsText("expect")).contains("accept", "refuse", "accept-if-v15");
    }

    private static Stream<DynamicTest> vectors(Provider provider, boolean v15) throws IOException {
        JsonNode file = read();
        Path jwks =
                Files.writeString(folder.resolve("jwks.json"), file.path("jwks").toString());
        Duration window = Duration.ofSeconds(file.path("window_seconds").asLong());
        Age age = new Age(window, window);
        return StreamSupport.stream(file.path("vectors").spliterator(), false)
                .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> {
                    Clock clock =
                            Clock.fixed(Instant.ofEpochSecond(vector.path("now").asLong()), ZoneOffset.UTC);
                    TrustedKeys keys = TrustedKeys.of(jwks, clock);
                    check(vector, new SignatureVerifier(keys, clock, age, v15, provider), v15);
                }));
    }

    private static void check(JsonNode vector, SignatureVerifier verifier, boolean v15) throws Exception {
        String expect = vector.path("expect").asText();
        WebhookRequest request = request(vector);
        byte[] body = Base64.getDecoder().decode(vector.path("body_base64").asText());
        if (expect.equals("accept") || (v15 && expect.equals("accept-if-v15"))) {
            assertThat(verify(verifier, request, body).late())
                    .isEqualTo(vector.path("late").asBoolean());
        } else {
            Refused refused = catchThrowableOfType(Refused.class, () -> verify(verifier, request, body));
            assertThat(refused).as("refused").isNotNull();
            if (vector.has("reason")) {
                assertThat(refused.reason())
                        .isEqualTo(RefusalReason.valueOf(vector.path("reason").asText()));
            }
        }
    }

    private static WebhookRequest request(JsonNode vector) {
        WebhookRequest.Headers headers = new WebhookRequest.Headers();
        vector.path("headers")
                .forEach(header ->
                        headers.add(header.get(0).asText(), header.get(1).asText()));
        return new WebhookRequest(
                vector.path("method").asText(),
                vector.path("path").asText(),
                vector.has("query") ? vector.path("query").asText() : null,
                headers.map());
    }

    private static Verified verify(SignatureVerifier verifier, WebhookRequest request, byte[] body) throws Exception {
        Verified verified = verifier.verify(request);
        SignedDigest signed = verified.digest();
        signed.check(MessageDigest.getInstance(signed.algorithm()).digest(body));
        return verified;
    }

    private static JsonNode read() throws IOException {
        return new ObjectMapper().readTree(SignatureVectorsTest.class.getResource("/vectors/signature-v6.json"));
    }
}

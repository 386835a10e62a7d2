package upvest.gateway.upvestapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text that is signed, written out as Upvest's documentation and published code build it. */
class RequestSignerTest {
    private static final String KEY_ID = "c0ffee00-8d6e-4cf6-8b1d-3a1f7f1f0a51";
    private static final String CLIENT = "0b6d6e26-5a5c-4d0f-8e6c-0f5a4d3a9f10";
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_795_000_000), ZoneOffset.UTC);

    private final ECKey key;

    RequestSignerTest() throws Exception {
        key = new ECKeyGenerator(Curve.P_521).keyID(KEY_ID).generate();
    }

    @Test
    void aRequestWithoutBody() throws Exception {
        Map<String, String> signed = sign(
                "GET",
                "https://api.upvest.co/auth/verify_keys",
                Map.of("accept", "application/json", "authorization", "Bearer abc", "upvest-client-id", CLIENT),
                "");
        assertThat(signed).doesNotContainKey("content-digest").containsEntry("upvest-signature-version", "15");
        isSigned(
                signed,
                "\"@method\" \"@path\" \"accept\" \"authorization\" \"upvest-client-id\"",
                """
                "@method": GET
                "@path": /auth/verify_keys
                "accept": application/json
                "authorization": Bearer abc
                "upvest-client-id": 0b6d6e26-5a5c-4d0f-8e6c-0f5a4d3a9f10
                """);
    }

    @Test
    void aRequestWithQueryBodyAndHeadersThatAreNotCovered() throws Exception {
        Map<String, String> signed = sign(
                "POST",
                "https://api.upvest.co?limit=1&order=%41",
                Map.of(
                        "accept", "application/json",
                        "content-type", "application/json",
                        "user-agent", "any",
                        "x-trace", "any",
                        "idempotency-key", "5",
                        "upvest-client-id", CLIENT),
                "{}");
        // openssl dgst -sha512 -binary | base64
        String digest = "sha-512=:J8dGcK23UHX60FjVzq97IMTneGyDuuijL2Jvl4KvNMmjPCBG72D9Knh403jin"
                + "+yFGAa72aZ4ePOp8c2kgwdj/Q==:";
        assertThat(signed).containsEntry("content-digest", digest);
        isSigned(
                signed,
                "\"@method\" \"@path\" \"@query\" \"accept\" \"content-type\" \"idempotency-key\" \"upvest-client-id\""
                        + " \"content-length\" \"content-digest\"",
                """
                "@method": POST
                "@path": /
                "@query": ?limit=1&order=%%41
                "accept": application/json
                "content-type": application/json
                "idempotency-key": 5
                "upvest-client-id": 0b6d6e26-5a5c-4d0f-8e6c-0f5a4d3a9f10
                "content-length": 2
                "content-digest": %s
                """
                        .formatted(digest));
    }

    private Map<String, String> sign(String method, String url, Map<String, String> headers, String body)
            throws Exception {
        return new RequestSigner(KEY_ID, key.toECPrivateKey(), CLOCK)
                .sign(method, URI.create(url), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private void isSigned(Map<String, String> signed, String components, String lines) throws Exception {
        String input = signed.get("signature-input");
        String nonce = input.replaceFirst(".*;nonce=\"([^\"]+)\".*", "$1");
        String parameters = "(" + components + ");keyid=\"" + KEY_ID + "\";created=1795000000;nonce=\"" + nonce
                + "\";expires=1795000060";
        assertThat(input).isEqualTo("sig1=" + parameters);
        assertThat(nonce).hasSizeGreaterThan(20);
        Signature ecdsa = Signature.getInstance("SHA512withECDSA");
        ecdsa.initVerify(key.toECPublicKey());
        ecdsa.update((lines + "\"@signature-params\": " + parameters).getBytes(StandardCharsets.UTF_8));
        String signature = signed.get("signature");
        assertThat(signature).startsWith("sig1=:").endsWith(":");
        assertThat(ecdsa.verify(Base64.getDecoder().decode(signature.substring(6, signature.length() - 1))))
                .isTrue();
    }
}

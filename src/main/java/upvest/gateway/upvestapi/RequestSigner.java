package upvest.gateway.upvestapi;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Signs requests to Upvest, "version 15": HTTP Message Signatures with quoted names, {@code content-digest} with SHA-512,
 * ECDSA on P-521 in ASN.1 DER.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-message-signatures-15">draft 15</a>
 * @see <a href="https://github.com/upvestco/http-signature-examples">Upvest's published examples</a>
 */
final class RequestSigner {
    private static final int VALID_SECONDS = 60; // as in Upvest's own client
    /** What else a request has is not covered: Upvest leaves it to those in between. */
    private static final List<String> COVERED =
            List.of("accept", "authorization", "content-type", "idempotency-key", "upvest-client-id");

    private final String keyId;
    private final PrivateKey key;
    private final Clock clock;

    RequestSigner(String keyId, PrivateKey key, Clock clock) {
        this.keyId = keyId;
        this.key = key;
        this.clock = clock;
    }

    /**
     * The headers that make a request a signed one.
     *
     * @param headers of the request, by lower-case name
     * @param body empty when there is none
     * @return to be added, by lower-case name
     */
    Map<String, String> sign(String method, URI url, Map<String, String> headers, byte[] body) {
        Map<String, String> signed = new LinkedHashMap<>();
        Map<String, String> covered = new LinkedHashMap<>();
        covered.put("@method", method);
        covered.put("@path", url.getRawPath().isEmpty() ? "/" : url.getRawPath());
        if (url.getRawQuery() != null) {
            covered.put("@query", "?" + url.getRawQuery());
        }
        for (String name : COVERED) {
            String value = headers.get(name);
            if (value != null) {
                covered.put(name, value);
            }
        }
        if (body.length > 0) {
            signed.put("content-digest", "sha-512=:" + base64(sha512(body)) + ":");
            covered.put("content-length", Integer.toString(body.length));
            covered.putAll(signed);
        }
        String parameters = parameters(covered);
        signed.put("signature-input", "sig1=" + parameters);
        signed.put("signature", "sig1=:" + base64(signature(base(covered, parameters))) + ":");
        signed.put("upvest-signature-version", "15");
        return signed;
    }

    private String parameters(Map<String, String> covered) {
        long created = clock.instant().getEpochSecond();
        return covered.keySet().stream().map(name -> '"' + name + '"').collect(Collectors.joining(" ", "(", ")"))
                + ";keyid=\"" + keyId + "\";created=" + created + ";nonce=\"" + UUID.randomUUID() + "\";expires="
                + (created + VALID_SECONDS);
    }

    private static String base(Map<String, String> covered, String parameters) {
        StringBuilder base = new StringBuilder();
        covered.forEach((name, value) ->
                base.append('"').append(name).append("\": ").append(value).append('\n'));
        return base.append("\"@signature-params\": ").append(parameters).toString();
    }

    private byte[] signature(String base) {
        try {
            Signature ecdsa = Signature.getInstance("SHA512withECDSA");
            ecdsa.initSign(key);
            ecdsa.update(base.getBytes(StandardCharsets.ISO_8859_1));
            return ecdsa.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key on P-521 signs on every Java platform", e);
        }
    }

    private static byte[] sha512(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-512 is part of every Java platform", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

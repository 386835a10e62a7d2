package upvest.gateway.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.text.ParseException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Signs deliveries as Upvest does, with a key of your own: HTTP Message Signatures draft 06, unquoted names. */
public final class Signer {
    private static final int VALID_SECONDS = 60; // as in Upvest's own client

    private final String keyId;
    private final PrivateKey key;
    private final Clock clock;

    private Signer(String keyId, PrivateKey key, Clock clock) {
        this.keyId = keyId;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Takes the key to sign with.
     *
     * @param file a JSON Web Key (EC, P-521) with its private part
     * @throws IllegalArgumentException when the file holds no such key
     */
    public static Signer read(Path file, Clock clock) throws IOException {
        try {
            ECKey key = ECKey.parse(Files.readString(file));
            return new Signer(key.getKeyID(), key.toECPrivateKey(), clock);
        } catch (ParseException | JOSEException e) {
            throw new IllegalArgumentException(file + " holds no private P-521 key in JSON Web Key form", e);
        }
    }

    /**
     * The headers of a signed POST, in the order to send them.
     *
     * @param unsigned {@code accept} and {@code content-type}, as in {@link #unsignedHeaders}
     */
    public Map<String, String> headers(URI url, byte[] body, Map<String, String> unsigned) {
        Map<String, String> headers = new LinkedHashMap<>(unsigned);
        String digest = "SHA-256=" + base64(sha256(body));
        long created = clock.instant().getEpochSecond();
        String parameters = "(\"@method\" \"@path\"" + (url.getRawQuery() == null ? "" : " \"@query\"")
                + " \"accept\" \"content-type\" \"digest\");keyid=\"" + keyId
                + "\";created=" + created + ";expires=" + (created + VALID_SECONDS)
                + ";nonce=\"" + UUID.randomUUID().toString().replace("-", "") + "\"";
        String base = "@method: POST\n@path: " + url.getRawPath() + "\n"
                + (url.getRawQuery() == null ? "" : "@query: ?" + url.getRawQuery() + "\n")
                + "accept: " + headers.get("accept") + "\ncontent-type: " + headers.get("content-type") + "\ndigest: "
                + digest
                + "\n@signature-params: " + parameters;
        headers.put("digest", digest);
        headers.put("signature-input", "sig1=" + parameters);
        headers.put("signature", "sig1=:" + base64(sign(base)) + ":");
        return headers;
    }

    /** The headers that every delivery has. */
    public static Map<String, String> unsignedHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("accept", "application/json");
        headers.put("content-type", "application/json");
        return headers;
    }

    private byte[] sign(String base) {
        try {
            Signature ecdsa = Signature.getInstance("SHA512withECDSA");
            ecdsa.initSign(key);
            ecdsa.update(base.getBytes(StandardCharsets.ISO_8859_1));
            return ecdsa.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key cannot sign: " + e.getMessage(), e);
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package upvest.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What the verified signature of a request says about its body, which was not read yet.
 *
 * @param algorithm of the digest, as Java names it; null where signatures are not checked and any body will do
 * @param header the value of the digest's header, for which the signature vouches
 */
public record SignedDigest(@Nullable String algorithm, String header) {
    /** The exchange's property that holds it: a request without has not been through {@code verifySignature}. */
    public static final String PROPERTY = "UpvestSignedDigest";

    static final String SHA_256 = "SHA-256";
    static final String SHA_512 = "SHA-512";

    /** Behind an edge that verifies. */
    static final SignedDigest UNCHECKED = new SignedDigest(null, "");

    /**
     * Passes the body that was signed.
     *
     * @param hash of the body, by this algorithm
     * @throws Refused when it is another body
     */
    public void check(byte[] hash) throws Refused {
        String base64 = Base64.getEncoder().encodeToString(hash);
        String expected = SHA_256.equals(algorithm) ? "SHA-256=" + base64 : "sha-512=:" + base64 + ":";
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.ISO_8859_1), header.getBytes(StandardCharsets.ISO_8859_1))) {
            throw new Refused(RefusalReason.DIGEST_MISMATCH, "the body is not what the digest was made of");
        }
    }
}

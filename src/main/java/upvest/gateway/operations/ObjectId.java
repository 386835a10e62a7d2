package upvest.gateway.operations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * The id of a resource or an account: what stands for a person.
 *
 * @param text in lower case
 */
record ObjectId(String text) {
    private static final int HASH_CHARACTERS = 16;

    static ObjectId of(String text) {
        String id = text.strip().toLowerCase(Locale.ROOT);
        try {
            if (UUID.fromString(id).toString().equals(id)) {
                return new ObjectId(id);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not an object id, write a UUID such as 5790f82e-c1d3-4cff-aa3a-f4d46b0a18e8");
    }

    boolean isIn(String content) {
        return content.toLowerCase(Locale.ROOT).contains(text);
    }

    /** Proves which object was meant to those who know its id, and names it to nobody else. */
    String hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}

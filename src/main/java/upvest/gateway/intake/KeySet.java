package upvest.gateway.intake;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a JSON Web Key Set that may sign deliveries. Each stands for itself: one that may not is left out, and spoils
 * none beside it.
 *
 * @param keys by key id
 * @param leftOut a sentence for each key that is not trusted
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517">RFC 7517</a>
 */
public record KeySet(Map<String, Key> keys, List<String> leftOut) {
    /** Of a key set, bytes. */
    static final int LARGEST = 1 << 20;

    private static final int LONGEST_NAME = 64;

    /** What may keep a key from being trusted. */
    private static final Map<String, Predicate<ECKey>> WRONG = new LinkedHashMap<>();

    static {
        WRONG.put("it has no kid", key -> key.getKeyID() == null);
        WRONG.put("its curve is not P-521", key -> !Curve.P_521.equals(key.getCurve()));
        WRONG.put("it is a private key, which nobody else should have", ECKey::isPrivate);
        WRONG.put("its use is not sig", key -> key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse()));
        WRONG.put(
                "its key_ops do not have verify",
                key -> key.getKeyOperations() != null && !key.getKeyOperations().contains(KeyOperation.VERIFY));
        WRONG.put(
                "its alg is not ES512",
                key -> key.getAlgorithm() != null
                        && !"ES512".equals(key.getAlgorithm().getName()));
    }

    /**
     * A trusted key.
     *
     * @param jwk as it stood in the set
     * @param expires its {@code exp}, from when on it is trusted no more; null when it has none
     */
    public record Key(ECKey jwk, ECPublicKey key, @Nullable Instant expires) {
        boolean over(Instant now) {
            return expires != null && !now.isBefore(expires);
        }
    }

    /**
     * Takes the set apart.
     *
     * @throws IOException when it is no key set, or no key in it may sign deliveries
     */
    public static KeySet parse(String json, Instant now) throws IOException {
        Map<String, Key> keys = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        for (Object member : members(json)) {
            try {
                Key key = key(member, now);
                if (keys.putIfAbsent(key.jwk().getKeyID(), key) != null) {
                    throw new ParseException("another one before it has this kid", 0);
                }
            } catch (ParseException | JOSEException | RuntimeException e) {
                leftOut.add("key " + name(member) + " is left out: " + brief(String.valueOf(e.getMessage())));
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("it holds no key with kty EC, crv P-521 and a kid"
                    + (leftOut.isEmpty() ? "" : "; " + String.join("; ", leftOut)));
        }
        return new KeySet(Map.copyOf(keys), List.copyOf(leftOut));
    }

    private static List<?> members(String json) throws IOException {
        try {
            return Objects.requireNonNull(
                    JSONObjectUtils.getJSONArray(JSONObjectUtils.parse(json, LARGEST), "keys"), "no keys");
        } catch (ParseException | RuntimeException e) {
            throw new IOException("it is not a JSON Web Key Set", e);
        }
    }

    @SuppressWarnings("unchecked") // a JSON object has names for keys
    private static Key key(Object member, Instant now) throws ParseException, JOSEException {
        if (!(member instanceof Map<?, ?> object)) {
            throw new ParseException("it is not a JSON object", 0);
        }
        if (!"EC".equals(object.get("kty"))) {
            throw new ParseException("its kty is not EC", 0);
        }
        ECKey jwk = ECKey.parse((Map<String, Object>) object);
        for (Map.Entry<String, Predicate<ECKey>> wrong : WRONG.entrySet()) {
            if (wrong.getValue().test(jwk)) {
                throw new ParseException(wrong.getKey(), 0);
            }
        }
        Date end = jwk.getExpirationTime();
        Key key = new Key(jwk, jwk.toECPublicKey(), end == null ? null : end.toInstant());
        if (key.over(now)) {
            throw new ParseException("its exp has passed, " + key.expires(), 0);
        }
        return key;
    }

    /** When the first key ends, by its {@code exp} or its certificate in {@code x5c}; null when none says. */
    @Nullable
    Instant expires() {
        return keys.values().stream()
                .flatMap(key -> Stream.concat(Stream.ofNullable(key.expires()), certificates(key.jwk())))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static Stream<Instant> certificates(ECKey key) {
        List<X509Certificate> chain = key.getParsedX509CertChain();
        return chain == null
                ? Stream.empty()
                : chain.stream().map(certificate -> certificate.getNotAfter().toInstant());
    }

    private static String name(Object member) {
        return member instanceof Map<?, ?> key && key.get("kid") instanceof String kid ? brief(kid) : "without a kid";
    }

    private static String brief(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_NAME * 2 ? line : line.substring(0, LONGEST_NAME * 2) + "...";
    }
}

package upvest.gateway.signature;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.WrongSetting;

/**
 * The public keys that may sign deliveries, from a JWKS file or URL (RFC 7517; {@code kty: EC, crv: P-521}). Several
 * keys may be valid at once, as during a rotation. An unknown key id reads the source again, at most once a minute; when
 * that fails, the last good set stays in force.
 */
public final class TrustedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedKeys.class);
    private static final Duration REFRESH_AT_MOST_EVERY = Duration.ofMinutes(1);
    private static final int TIMEOUT_MILLIS = 3000;
    private static final int LARGEST_SET = 1 << 20;

    private final URI source;
    private final Clock clock;
    private volatile Map<String, ECPublicKey> keys;
    private final AtomicLong lastRead;

    /**
     * Reads the keys.
     *
     * @param jwks {@code file:} or {@code https:} address
     * @throws WrongSetting when the source cannot be read or holds no P-521 key; names the setting
     */
    public TrustedKeys(String jwks, Clock clock) {
        this.clock = clock;
        try {
            this.source = URI.create(jwks);
            if (!"file".equals(source.getScheme()) && !"https".equals(source.getScheme())) {
                throw new IOException("it must start with file: or https:");
            }
            this.keys = read(source);
        } catch (IllegalArgumentException | IOException e) {
            throw new WrongSetting("upvest.signature.jwks: no trusted keys from '" + jwks + "': " + e.getMessage(), e);
        }
        this.lastRead = new AtomicLong(clock.millis());
    }

    /** How many keys are trusted now. */
    public int size() {
        return keys.size();
    }

    ECPublicKey find(@Nullable String keyId) throws SignatureRefused {
        if (keyId == null) {
            throw new SignatureRefused(Reason.MALFORMED, "parameter keyid is missing");
        }
        ECPublicKey key = keys.get(keyId);
        if (key == null) {
            refresh();
            key = keys.get(keyId);
        }
        if (key == null) {
            throw new SignatureRefused(Reason.UNKNOWN_KEY, "keyid is not among the " + keys.size() + " trusted keys");
        }
        return key;
    }

    private void refresh() {
        long now = clock.millis();
        long last = lastRead.get();
        // either way: a clock that was put back must not end the reading
        if (Math.abs(now - last) < REFRESH_AT_MOST_EVERY.toMillis() || !lastRead.compareAndSet(last, now)) {
            return; // too soon, or another request is at it: nobody waits for a stranger's key
        }
        try {
            keys = read(source);
            LOG.atInfo().addKeyValue("keys", keys.size()).log("trusted keys read again");
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("keys", keys.size())
                    .addKeyValue("cause", e.getMessage())
                    .log("trusted keys could not be read again, the last good set stays in force");
        }
    }

    private static Map<String, ECPublicKey> read(URI source) throws IOException {
        URLConnection connection = source.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        Map<String, ECPublicKey> keys = new HashMap<>();
        try (InputStream in = connection.getInputStream()) {
            String json = new String(in.readNBytes(LARGEST_SET), StandardCharsets.UTF_8);
            for (JWK key : JWKSet.parse(json).getKeys()) {
                if (key instanceof ECKey ec && Curve.P_521.equals(ec.getCurve()) && ec.getKeyID() != null) {
                    keys.put(ec.getKeyID(), ec.toECPublicKey());
                }
            }
        } catch (ParseException | JOSEException e) {
            throw new IOException("it is no JSON Web Key Set", e);
        }
        if (keys.isEmpty()) {
            throw new IOException("it holds no key with kty EC, crv P-521 and a kid");
        }
        return Map.copyOf(keys);
    }
}

package upvest.gateway.signature;

import java.io.IOException;
import java.net.URI;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.WrongSetting;

/**
 * The public keys that may sign deliveries, from a JWKS file or URL (RFC 7517; {@code kty: EC, crv: P-521}). Several
 * keys may be valid at once, as during a rotation. An unknown key id reads the source again, at most once a minute, and
 * {@link KeyWatch} does once an hour; when that fails, the last good set stays in force.
 */
public final class TrustedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedKeys.class);
    private static final Duration REFRESH_AT_MOST_EVERY = Duration.ofMinutes(1);

    private final URI source;
    private final Clock clock;
    private volatile KeySet set;
    private volatile Instant read;
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
            this.set = KeySet.read(source);
        } catch (IllegalArgumentException | IOException e) {
            throw new WrongSetting("upvest.signature.jwks: no trusted keys from '" + jwks + "': " + e.getMessage(), e);
        }
        this.read = clock.instant();
        this.lastRead = new AtomicLong(read.toEpochMilli());
    }

    /** How many keys are trusted now. */
    public int size() {
        return set.keys().size();
    }

    /** When the source was last read with success. */
    Instant read() {
        return read;
    }

    @Nullable
    Instant expire() {
        return set.keysExpire();
    }

    @Nullable
    Instant serverExpires() {
        return set.serverExpires();
    }

    ECPublicKey find(@Nullable String keyId) throws SignatureRefused {
        if (keyId == null) {
            throw new SignatureRefused(Reason.MALFORMED, "parameter keyid is missing");
        }
        ECPublicKey key = set.keys().get(keyId);
        if (key == null) {
            refresh();
            key = set.keys().get(keyId);
        }
        if (key == null) {
            throw new SignatureRefused(Reason.UNKNOWN_KEY, "keyid is not among the " + size() + " trusted keys");
        }
        return key;
    }

    /** Reads the source again, unless it was read just now. */
    void refresh() {
        long now = clock.millis();
        long last = lastRead.get();
        // either way: a clock that was put back must not end the reading
        if (Math.abs(now - last) < REFRESH_AT_MOST_EVERY.toMillis() || !lastRead.compareAndSet(last, now)) {
            return; // too soon, or another request is at it: nobody waits for a stranger's key
        }
        try {
            set = KeySet.read(source);
            read = clock.instant();
            LOG.atDebug().addKeyValue("keys", size()).log("trusted keys read again");
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("keys", size())
                    .addKeyValue("cause", e.getMessage())
                    .log("trusted keys could not be read again, the last good set stays in force");
        }
    }
}

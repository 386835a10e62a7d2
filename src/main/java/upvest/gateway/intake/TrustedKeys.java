package upvest.gateway.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.Background;
import upvest.gateway.WrongSetting;

/**
 * The public keys that may sign deliveries. Several may be valid at once, as during a rotation. An unknown key id and a
 * signature that does not fit read the source again, at most once a minute, and {@link KeyWatch} does by itself; when that
 * fails, the last good set stays in force, and is on the disk for the next start.
 */
public final class TrustedKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedKeys.class);
    private static final Duration REFRESH_AT_MOST_EVERY = Duration.ofMinutes(1);
    /** For the one request a minute that lets a source on the network be read: a stranger's must not hold a thread. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final KeySet NONE = new KeySet(Map.of(), List.of());

    private final KeySource source;
    private final @Nullable KeptKeys kept;
    private final Clock clock;
    private final ScheduledExecutorService reader = Background.worker("trusted-keys");
    private final AtomicLong lastTry;
    private volatile KeyState now = new KeyState(NONE, null, null, false, "");

    /**
     * Reads the keys: from the source, else those that are kept. There may be none then.
     *
     * @param kept the last good set on the disk; null for a source that is on this machine, which must be readable
     * @throws WrongSetting when such a source cannot be read or holds no key that may sign; names the setting
     */
    TrustedKeys(KeySource source, @Nullable KeptKeys kept, Clock clock) {
        this.source = source;
        this.kept = kept;
        this.clock = clock;
        this.lastTry = new AtomicLong(clock.millis());
        read();
        if (now.read() == null && kept != null) {
            recall(kept);
        }
        if (now.read() == null && kept == null) {
            throw new WrongSetting("upvest.signature.jwks: no trusted keys from '" + source + "': " + now.failure());
        }
    }

    /** The keys of a file. */
    public static TrustedKeys of(Path file, Clock clock) {
        return new TrustedKeys(new KeysInFile(file.toUri()), null, clock);
    }

    private void recall(KeptKeys last) {
        KeptKeys.Kept recalled = last.recall(clock.instant());
        if (recalled != null) {
            now = new KeyState(recalled.set(), recalled.read(), null, true, now.failure());
            LOG.atWarn()
                    .addKeyValue("keys", size())
                    .addKeyValue("read", recalled.read())
                    .log("the last good set of trusted keys is in force, from {}", last.file());
        }
    }

    /** How many keys are trusted now. */
    public int size() {
        return now.set().keys().size();
    }

    /** Why no delivery can be verified; empty when there are keys. */
    public String missing() {
        KeyState current = now;
        return current.read() != null
                ? ""
                : "there are no trusted keys yet from " + source + ", and it is asked again: " + current.failure();
    }

    KeyState now() {
        return now;
    }

    KeySource source() {
        return source;
    }

    ScheduledExecutorService reader() {
        return reader;
    }

    ECPublicKey find(@Nullable String keyId) throws Refused {
        if (keyId == null) {
            throw new Refused(RefusalReason.MALFORMED, "parameter keyid is missing");
        }
        ECPublicKey key = known(keyId);
        if (key == null) {
            refresh();
            key = known(keyId);
        }
        if (key == null) {
            throw new Refused(RefusalReason.UNKNOWN_KEY, "keyid is not among the " + size() + " trusted keys");
        }
        return key;
    }

    /** The key that has taken this one's place under the same id; null when there is none. */
    @Nullable
    ECPublicKey renewed(@Nullable String keyId, ECPublicKey tried) {
        refresh();
        ECPublicKey key = keyId == null ? null : known(keyId);
        return tried.equals(key) ? null : key;
    }

    private @Nullable ECPublicKey known(String keyId) {
        KeySet.Key key = now.set().keys().get(keyId);
        return key == null || key.over(clock.instant()) ? null : key.key();
    }

    /** Lets the source be read again, unless that was tried just now, and does not wait for long. */
    private void refresh() {
        long time = clock.millis();
        long last = lastTry.get();
        // either way: a clock that was put back must not end the reading
        if (Math.abs(time - last) < REFRESH_AT_MOST_EVERY.toMillis() || !lastTry.compareAndSet(last, time)) {
            return; // too soon, or another request is at it: nobody waits for a stranger's key
        }
        if (source.here()) {
            read();
            return;
        }
        try {
            reader.submit(this::read).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RejectedExecutionException e) {
            LOG.debug("the reading goes on; the next request finds what it brings", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Reads the source again. */
    synchronized void read() {
        lastTry.set(clock.millis());
        try {
            KeySource.Document document = source.read();
            Instant time = clock.instant();
            KeySet set = KeySet.parse(document.json(), time);
            if (!set.leftOut().equals(now.set().leftOut())) {
                set.leftOut().forEach(LOG::warn);
            }
            now = new KeyState(set, time, document.serverExpires(), false, "");
            LOG.atDebug().addKeyValue("keys", size()).log("trusted keys read");
            if (kept != null) {
                kept.keep(set, time);
            }
        } catch (IOException | RuntimeException e) {
            failed(e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString());
        }
    }

    private void failed(String why) {
        KeyState last = now;
        now = new KeyState(last.set(), last.read(), last.serverExpires(), last.fromDisk(), why);
        if (last.read() != null) {
            LOG.atWarn()
                    .addKeyValue("keys", size())
                    .addKeyValue("cause", why)
                    .log("trusted keys could not be read again, the last good set stays in force");
        } else if (kept != null) {
            LOG.atWarn().addKeyValue("cause", why).log("trusted keys could not be read, they are asked for again");
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}

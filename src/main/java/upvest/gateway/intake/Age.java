package upvest.gateway.intake;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import upvest.gateway.GatewayProperties;
import upvest.gateway.WrongSetting;

/**
 * How old a signature may be. What the ledger still recognises is never too old: a request that comes again brings
 * duplicates only. What it may have forgotten is refused. Decision 26.
 *
 * @param limit a signature that is this old is refused; null: none is
 * @param skew how far the sender's clock may be ahead of this machine's
 */
public record Age(@Nullable Duration limit, Duration skew) {
    /** Without an {@code expires} of its own a signature is late after this time. Upvest's own material says 5 to 60 s. */
    private static final Duration PROMPT = Duration.ofMinutes(5);

    /**
     * The rule that these settings make. A row of the ledger is kept for the retention from the moment at which the event
     * was received here, and that moment lies at most the skew before the time in its signature: hence the subtraction.
     *
     * @throws WrongSetting when the window is wider than the ledger remembers
     */
    static Age of(GatewayProperties.Signature signature, GatewayProperties.Ledger ledger) {
        Duration window = signature.window();
        Duration retention = ledger.retention();
        if (retention.isZero()) {
            return new Age(window, signature.clockSkew());
        }
        if (window != null && window.compareTo(retention) > 0) {
            throw new WrongSetting("upvest.signature.window: " + window.toSeconds() + "s is longer than"
                    + " upvest.ledger.retention, " + retention.toSeconds() + "s: an event that the ledger has forgotten"
                    + " would be new when its request is sent again");
        }
        Duration remembered = retention.minus(signature.clockSkew());
        return new Age(window != null && window.compareTo(remembered) < 0 ? window : remembered, signature.clockSkew());
    }

    /**
     * Passes a signature that is neither too old nor made in the future.
     *
     * @throws Refused when it is, when {@code created} is missing, or when a time is no time
     */
    Verified check(SignatureInput input, Instant now, SignedDigest digest) throws Refused {
        Long created = input.seconds("created");
        Long expires = input.seconds("expires");
        if (created == null) {
            throw new Refused(RefusalReason.STALE, "created is missing: the age cannot be known");
        }
        long age = now.getEpochSecond() - created; // created has 15 digits at most
        if (age < -skew.toSeconds()) {
            throw new Refused(
                    RefusalReason.STALE,
                    "created in " + -age + " s from now, allowed are " + skew.toSeconds()
                            + " s: upvest.signature.clock-skew");
        }
        if (limit != null && age >= limit.toSeconds()) {
            throw new Refused(
                    RefusalReason.STALE,
                    "created " + age + " s ago, allowed are less than " + limit.toSeconds()
                            + " s: upvest.signature.window, upvest.ledger.retention");
        }
        boolean late = expires == null ? age > PROMPT.toSeconds() : expires < now.getEpochSecond();
        return new Verified(Instant.ofEpochSecond(created), Duration.ofSeconds(age), late, digest);
    }
}

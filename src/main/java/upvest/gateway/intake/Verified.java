package upvest.gateway.intake;

import java.time.Duration;
import java.time.Instant;

/**
 * A signature that is Upvest's.
 *
 * @param created when it was made, by the sender's clock
 * @param age how long ago that was, by this machine's clock; negative when that clock is behind
 * @param late whether it came after its {@code expires}: held up, or sent again without being signed anew
 * @param digest what its body must be
 */
public record Verified(Instant created, Duration age, boolean late, SignedDigest digest) {}

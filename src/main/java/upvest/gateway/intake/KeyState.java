package upvest.gateway.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is trusted at a moment.
 *
 * @param read when its source told it; null when there are no keys yet
 * @param serverExpires when the certificate of the source's server ends; null when there is none to watch
 * @param fromDisk whether the source has told nothing since the start
 * @param failure why the last reading failed; empty when it did not
 */
record KeyState(
        KeySet set, @Nullable Instant read, @Nullable Instant serverExpires, boolean fromDisk, String failure) {}

package upvest.gateway.live;

import java.time.Instant;

/**
 * A file whose routes are running.
 *
 * @param hash SHA-256 of its text, hexadecimal
 * @param by who applied it; {@code start} when it was there at the start
 */
public record LiveFile(String hash, Instant since, String by) {
    static final String START = "start";
}

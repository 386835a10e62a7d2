package upvest.gateway.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the embedded ledger holds them: microseconds since 1970, as exact as PostgreSQL's. */
final class Micros {
    private static final Instant FIRST = at(Long.MIN_VALUE + 1);
    private static final Instant LAST = at(Long.MAX_VALUE);

    private Micros() {}

    /** Of a time too far away: the first or the last that there is. */
    static long of(Instant time) {
        return time.isBefore(FIRST)
                ? Long.MIN_VALUE + 1
                : time.isAfter(LAST) ? Long.MAX_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static Instant at(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

package upvest.gateway.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Clocks that a test moves. */
abstract class Clocks extends Clock {
    protected Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    /** Moves when told. */
    static final class Settable extends Clocks {
        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Moves each time it is read. */
    static final class Leaping extends Clocks {
        private final Duration leap;

        Leaping(Duration leap) {
            this.leap = leap;
        }

        @Override
        public Instant instant() {
            now = now.plus(leap);
            return now;
        }
    }
}

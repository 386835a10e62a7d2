package upvest.gateway.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The machine's clock, as far ahead as a test says; a gateway that is given this class lives by it. */
public final class MovedClock {
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);
    private static final Clock CLOCK = ((InstantSource) () -> Instant.now().plus(AHEAD.get())).withZone(ZoneOffset.UTC);

    /** @param ahead zero: it is right again */
    public static void move(Duration ahead) {
        AHEAD.set(ahead);
    }

    public static Clock clock() {
        return CLOCK;
    }

    @Bean
    @Primary
    Clock clockThatMoves() {
        return CLOCK;
    }
}

package upvest.gateway.ledger;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The newest time that the sender has signed: it is not later, whatever this machine's clock says. The ledger forgets
 * nothing before it knows this time, because signatures of that age are still accepted when the clock is right again.
 */
public final class SenderClock {
    private final boolean signed;
    private final AtomicReference<@Nullable Instant> newest = new AtomicReference<>();

    /** @param signed whether deliveries are signed; otherwise there is no such time and nothing to wait for */
    public SenderClock(boolean signed) {
        this.signed = signed;
    }

    /** A signature that was made then has been verified. */
    public void signed(Instant created) {
        newest.accumulateAndGet(created, (one, other) -> one == null || one.isBefore(other) ? other : one);
    }

    /** The earlier of both times; null while no signature was seen since the start. */
    public @Nullable Instant atMost(Instant time) {
        Instant seen = signed ? newest.get() : time;
        return seen == null || seen.isBefore(time) ? seen : time;
    }
}

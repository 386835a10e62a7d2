package upvest.gateway;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * What a delivery may take.
 *
 * @param inFlight requests that are received at the same time
 * @param event longest time of one event in its route
 */
public record Limits(
        @Within(least = "1KB", most = "256MB") DataSize body,
        @Within(least = "1", most = "1000") int inFlight,
        @Within(least = "100ms", most = "10m") Duration slowClient,
        @Within(least = "1s", most = "1h") Duration event,
        @Within(least = "5", most = "1000") int depth,
        @Within(least = "100", most = "100000000") int text) {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** Even a delivery that is only kept, unread, is in memory as bytes and as a message. */
    private static final int SHARE_OF_HEAP = 10;

    /** Longest delivery that is taken, bytes: {@code body}, as far as the heap has room for it. */
    public long largest() {
        return Math.min(body.toBytes(), Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Longest wait before the answer: for two attempts to reach the broker, and then for its disk. */
    public Duration answer() {
        return ANSWER;
    }

    /** Longest wait for one thing that broker or ledger do. */
    public Duration patience() {
        return PATIENCE;
    }

    /** Longest attempt to reach broker or ledger: what comes in the middle of one still has time for the next. */
    public Duration attempt() {
        return PATIENCE.dividedBy(2);
    }
}

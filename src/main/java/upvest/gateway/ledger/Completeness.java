package upvest.gateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was received is what is in the ledger: received is what the deliveries brought, counted when each of them
 * arrived; the rest is counted from the rows of the events. Both were written together, each for itself.
 */
public interface Completeness {
    /** Events of one type that went to the same channels. */
    record Ended(@Nullable String type, String channel, long events) {}

    /**
     * What came in one time and what became of it.
     *
     * @param received events, by the deliveries
     * @param duplicates events that were there before, by the deliveries
     * @param ended all others, by the ledger
     */
    record Sum(Instant from, long received, long duplicates, List<Ended> ended) {
        /** What is missing in the ledger; negative when it has more than was received. */
        public long missing() {
            return received
                    - duplicates
                    - ended.stream().mapToLong(Ended::events).sum();
        }
    }

    /**
     * An attempt of a delivery whose events do not add up.
     *
     * @param expected how many events it must have entered
     * @param entered how many rows there are
     */
    record Gap(UUID deliveryId, UUID claimId, long expected, long entered) {}

    /** The first moment that can be compared: when the first delivery that is recorded was received; null: none is. */
    @Nullable
    Instant begin();

    /** What was received in a time and what became of it. */
    Sum sum(Instant from, Instant until);

    /** The deliveries of a time whose events do not add up, at most so many. */
    List<Gap> gaps(Instant from, Instant until, int atMost);
}

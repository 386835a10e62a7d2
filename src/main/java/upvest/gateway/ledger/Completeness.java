package upvest.gateway.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether what was received is what is in the ledger: received is what the deliveries brought, counted when each of them
 * arrived; the rest is counted from the rows of the events. Both were written in one transaction, by different statements.
 */
public final class Completeness {
    private static final String FIRST = "SELECT min(received_at) FROM deliveries";

    /** One statement for both sides: a delivery that is accepted meanwhile is in both or in none. */
    private static final String COUNT =
            """
            SELECT NULL AS event_type, NULL AS channel, SUM(events), SUM(duplicates)
            FROM deliveries WHERE received_at >= ? AND received_at < ?
            UNION ALL
            SELECT event_type, channel, COUNT(*), 0
            FROM ledger WHERE received_at >= ? AND received_at < ? GROUP BY event_type, channel""";

    private static final String GAPS =
            """
            SELECT delivery_id, claim_id, SUM(expected), SUM(entered) FROM (
                SELECT delivery_id, claim_id, events - duplicates AS expected, 0 AS entered
                FROM deliveries WHERE received_at >= ? AND received_at < ?
                UNION ALL
                SELECT delivery_id, claim_id, 0 AS expected, 1 AS entered
                FROM ledger WHERE received_at >= ? AND received_at < ?) AS sides
            GROUP BY delivery_id, claim_id HAVING SUM(expected) <> SUM(entered) LIMIT ?""";

    /** So many deliveries can be compared in a small heap, however many come in a day. */
    private static final Duration STEP = Duration.ofMinutes(1);

    private final JdbcTemplate reads;

    /**
     * @param reads connections outside of any transaction, held for one statement only
     * @param timeout longest wait for the events of an hour
     */
    public Completeness(DataSource reads, Duration timeout) {
        this.reads = new JdbcTemplate(reads);
        this.reads.setQueryTimeout((int) timeout.toSeconds());
    }

    /** Events of one type that went to the same channels. */
    public record Ended(@Nullable String type, String channel, long events) {}

    /**
     * What came in one time and what became of it.
     *
     * @param received events, by the deliveries
     * @param duplicates events that were there before, by the deliveries
     * @param ended all others, by the ledger
     */
    public record Sum(Instant from, long received, long duplicates, List<Ended> ended) {
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
    public record Gap(UUID deliveryId, UUID claimId, long expected, long entered) {}

    /** The first moment that can be compared: when the first delivery that is recorded was received; null: none is. */
    public @Nullable Instant begin() {
        OffsetDateTime first = reads.queryForObject(FIRST, OffsetDateTime.class);
        return first == null ? null : first.toInstant();
    }

    /** What was received in a time and what became of it. */
    public Sum sum(Instant from, Instant until) {
        long[] received = new long[2];
        List<Ended> ended = new ArrayList<>();
        reads.query(
                COUNT,
                row -> {
                    if (row.getString(2) == null) {
                        received[0] = row.getLong(3);
                        received[1] = row.getLong(4);
                    } else {
                        ended.add(new Ended(row.getString(1), row.getString(2), row.getLong(3)));
                    }
                },
                twice(from, until).toArray());
        return new Sum(from, received[0], received[1], ended);
    }

    /** The deliveries of a time whose events do not add up, at most so many. */
    public List<Gap> gaps(Instant from, Instant until, int atMost) {
        List<Gap> gaps = new ArrayList<>();
        for (Instant step = from; step.isBefore(until) && gaps.size() < atMost; step = step.plus(STEP)) {
            Instant end = step.plus(STEP);
            List<Object> values = twice(step, end.isBefore(until) ? end : until);
            values.add(atMost - gaps.size());
            gaps.addAll(reads.query(
                    GAPS,
                    (row, number) -> new Gap(
                            row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getLong(3), row.getLong(4)),
                    values.toArray()));
        }
        return gaps;
    }

    private static List<Object> twice(Instant from, Instant until) {
        OffsetDateTime start = from.atOffset(ZoneOffset.UTC);
        OffsetDateTime end = until.atOffset(ZoneOffset.UTC);
        return new ArrayList<>(List.of(start, end, start, end));
    }
}

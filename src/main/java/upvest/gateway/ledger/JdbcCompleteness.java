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

/** {@link Completeness} by statements. */
public final class JdbcCompleteness implements Completeness {
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
    public JdbcCompleteness(DataSource reads, Duration timeout) {
        this.reads = new JdbcTemplate(reads);
        this.reads.setQueryTimeout((int) timeout.toSeconds());
    }

    @Override
    public @Nullable Instant begin() {
        OffsetDateTime first = reads.queryForObject(FIRST, OffsetDateTime.class);
        return first == null ? null : first.toInstant();
    }

    @Override
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

    @Override
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

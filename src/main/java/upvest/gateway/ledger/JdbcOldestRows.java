package upvest.gateway.ledger;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The oldest rows of a table that has received_at and an id. */
final class JdbcOldestRows implements OldestRows {
    private final JdbcTemplate jdbc;
    private final StatementTimeout patience;
    private final String last;
    private final String deletion;

    /** The last row that a step deletes. */
    private record Row(OffsetDateTime receivedAt, UUID id) {}

    /**
     * @param timeout longest wait for a statement about few rows, a lock included
     * @param table has an index by received_at and id
     * @param id unique among rows that were received at the same time
     */
    JdbcOldestRows(DataSource dataSource, Duration timeout, String table, String id) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.patience = new StatementTimeout(timeout);
        this.last = "SELECT received_at, " + id + " FROM " + table + " WHERE received_at < ? ORDER BY received_at, "
                + id + " OFFSET ? ROWS FETCH NEXT 1 ROW ONLY";
        this.deletion = "DELETE FROM " + table + " WHERE received_at <= ? AND (received_at < ? OR " + id + " <= ?)";
    }

    @Override
    public Step delete(Instant before, int atMost) {
        OffsetDateTime end = before.atOffset(ZoneOffset.UTC);
        List<Row> found = jdbc.query(
                connection -> {
                    PreparedStatement select = patience.bound(connection.prepareStatement(last), atMost);
                    select.setObject(1, end);
                    select.setInt(2, atMost - 1);
                    return select;
                },
                (row, number) -> new Row(row.getObject(1, OffsetDateTime.class), row.getObject(2, UUID.class)));
        // all before the end, when that is not more than a step
        Row until = found.isEmpty() ? new Row(end, new UUID(0, 0)) : found.get(0);
        int deleted = jdbc.update(connection -> {
            PreparedStatement delete = patience.bound(connection.prepareStatement(deletion), atMost);
            delete.setObject(1, until.receivedAt);
            delete.setObject(2, until.receivedAt);
            delete.setObject(3, until.id);
            return delete;
        });
        return new Step(deleted, deleted == atMost);
    }
}

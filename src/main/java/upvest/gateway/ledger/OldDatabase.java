package upvest.gateway.ledger;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import upvest.gateway.ledger.Search.FoundDelivery;
import upvest.gateway.ledger.Search.FoundEvent;

/** The embedded ledger of earlier releases, an H2 file: what it holds, a page at a time, each by an index. */
final class OldDatabase implements AutoCloseable {
    private static final String BEHIND =
            " WHERE received_at >= ? AND (received_at > ? OR %1$s > ?)" + " ORDER BY received_at, %1$s LIMIT ?";
    private static final String EVENTS = "SELECT event_id, delivery_id, event_type, object_id, created_at, received_at,"
            + " channel, duplicates, claim_id FROM ledger" + String.format(BEHIND, "event_id");
    private static final String DELIVERIES = "SELECT claim_id, delivery_id, webhook_id, received_at, events, duplicates"
            + " FROM deliveries" + String.format(BEHIND, "claim_id");
    private static final String AUDIT =
            "SELECT number, at, who, action, arguments, dry_run, how_many, outcome FROM audit WHERE number > ?"
                    + " ORDER BY number LIMIT ?";

    private final SingleConnectionDataSource connection;
    private final JdbcTemplate rows;

    /** @param folder of the file */
    OldDatabase(Path folder) {
        connection = new SingleConnectionDataSource(
                "jdbc:h2:file:" + folder.resolve("ledger")
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;IFEXISTS=TRUE"
                        + ";CACHE_SIZE=4096;DB_CLOSE_ON_EXIT=FALSE",
                "",
                "",
                true);
        rows = new JdbcTemplate(connection);
    }

    static Path file(Path folder) {
        return folder.resolve("ledger.mv.db");
    }

    /** A row and the claim that entered it. */
    record Owned(UUID claim, FoundEvent row) {}

    /** How many events it has. */
    long size() {
        return Objects.requireNonNull(rows.queryForObject("SELECT count(*) FROM ledger", Long.class));
    }

    /** In the order of their time, then of their ids. */
    List<Owned> events(Instant received, UUID event, int atMost) {
        OffsetDateTime from = received.atOffset(ZoneOffset.UTC);
        return rows.query(EVENTS, OldDatabase::event, from, from, event, atMost);
    }

    /** In the order of their time, then of their claims. */
    List<FoundDelivery> deliveries(Instant received, UUID claim, int atMost) {
        OffsetDateTime from = received.atOffset(ZoneOffset.UTC);
        return rows.query(DELIVERIES, OldDatabase::delivery, from, from, claim, atMost);
    }

    List<AuditRow> audit(long after, int atMost) {
        return rows.query(AUDIT, OldDatabase::audit, after, atMost);
    }

    private static Owned event(ResultSet row, int number) throws SQLException {
        Ledger.Entry entry = new Ledger.Entry(
                id(row, 1),
                id(row, 2),
                row.getString(3),
                row.getString(4),
                time(row, 5),
                Objects.requireNonNull(time(row, 6)),
                row.getString(7));
        return new Owned(id(row, 9), new FoundEvent(entry, row.getInt(8)));
    }

    private static FoundDelivery delivery(ResultSet row, int number) throws SQLException {
        Instant received = Objects.requireNonNull(time(row, 4));
        return new FoundDelivery(
                new AcceptedDelivery(id(row, 1), id(row, 2), row.getString(3), received, row.getInt(5)), row.getInt(6));
    }

    private static AuditRow audit(ResultSet row, int number) throws SQLException {
        return new AuditRow(
                row.getLong(1),
                Objects.requireNonNull(time(row, 2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6),
                row.getLong(7),
                row.getString(8));
    }

    private static UUID id(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Override
    public void close() {
        connection.destroy();
    }
}

package upvest.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@link Search} in a database. */
public final class JdbcSearch implements Search {
    private static final String COLUMNS =
            "SELECT event_id, l.delivery_id, event_type, object_id, created_at, l.received_at, channel, l.duplicates";

    private static final String EVENTS = COLUMNS + " FROM ledger l WHERE ";

    /** By the time that both rows have: an index of the ledger by delivery would be kept with every event. */
    private static final String EVENTS_OF = COLUMNS
            + " FROM deliveries d JOIN ledger l ON l.received_at = d.received_at AND l.claim_id = d.claim_id"
            + " WHERE d.delivery_id = ? ORDER BY l.received_at, created_at, event_id LIMIT ?";

    /** By time, then by id: the order in which pages follow each other. */
    private static final String PAGE = "received_at >= ? AND (received_at > ? OR event_id > ?) AND received_at < ?";

    private final JdbcTemplate reads;

    /**
     * @param reads connections outside of any transaction, held for one statement only
     * @param timeout longest wait for a page
     */
    public JdbcSearch(DataSource reads, Duration timeout) {
        this.reads = new JdbcTemplate(reads);
        this.reads.setQueryTimeout((int) timeout.toSeconds());
    }

    @Override
    public List<FoundEvent> event(UUID id) {
        return reads.query(EVENTS + "event_id = ?", JdbcSearch::event, id);
    }

    @Override
    public List<FoundEvent> eventsOf(UUID delivery, int atMost) {
        return reads.query(EVENTS_OF, JdbcSearch::event, delivery, atMost);
    }

    @Override
    public List<FoundDelivery> attempts(UUID delivery, int atMost) {
        return reads.query(
                "SELECT claim_id, delivery_id, webhook_id, received_at, events, duplicates FROM deliveries"
                        + " WHERE delivery_id = ? ORDER BY received_at LIMIT ?",
                JdbcSearch::delivery,
                delivery,
                atMost);
    }

    @Override
    public List<FoundEvent> about(String object, int atMost) {
        Integer[] keys = ObjectKey.ofEveryDay(object, reads);
        return reads.query(
                COLUMNS + ObjectKey.ROWS + " ORDER BY received_at, created_at, event_id LIMIT ?",
                select -> {
                    ObjectKey.bind(select, keys, object);
                    select.setInt(3, atMost);
                },
                JdbcSearch::event);
    }

    @Override
    public List<FoundEvent> find(Wanted wanted, int atMost) {
        StringBuilder sql = new StringBuilder(EVENTS).append(PAGE);
        OffsetDateTime from = wanted.after().receivedAt().atOffset(ZoneOffset.UTC);
        List<Object> values = new ArrayList<>(List.of(from, from, wanted.after().eventId()));
        values.add(wanted.until().atOffset(ZoneOffset.UTC));
        String order = " ORDER BY received_at, event_id LIMIT ?";
        if (wanted.type() != null) {
            sql.append(" AND event_type = ?");
            values.add(wanted.type());
            order = " ORDER BY event_type, received_at, event_id LIMIT ?"; // the columns of the index
        }
        if (wanted.channel() != null) {
            sql.append(" AND ',' || channel || ',' LIKE ?");
            values.add("%," + wanted.channel() + ",%");
        }
        values.add(atMost);
        return reads.query(sql.append(order).toString(), JdbcSearch::event, values.toArray());
    }

    @Override
    public SortedMap<String, Instant> lastAccepted(int atMost) {
        SortedMap<String, Instant> last = new TreeMap<>();
        String subscription = "";
        while (subscription != null && last.size() < atMost) {
            subscription = reads
                    .queryForList(
                            "SELECT webhook_id FROM deliveries WHERE webhook_id > ? ORDER BY webhook_id LIMIT 1",
                            String.class,
                            subscription)
                    .stream()
                    .findFirst()
                    .orElse(null);
            if (subscription != null) {
                put(last, subscription, "webhook_id = ?", subscription);
            }
        }
        put(last, NO_SUBSCRIPTION, "webhook_id IS NULL");
        return last;
    }

    private void put(SortedMap<String, Instant> last, String subscription, String condition, Object... values) {
        reads.query(
                "SELECT received_at FROM deliveries WHERE " + condition
                        + " ORDER BY webhook_id, received_at DESC LIMIT 1",
                row -> {
                    last.put(subscription, received(row, 1));
                },
                values);
    }

    private static FoundDelivery delivery(ResultSet row, int number) throws SQLException {
        return new FoundDelivery(
                new AcceptedDelivery(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        received(row, 4),
                        row.getInt(5)),
                row.getInt(6));
    }

    private static FoundEvent event(ResultSet row, int number) throws SQLException {
        return new FoundEvent(
                new Ledger.Entry(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getString(4),
                        time(row, 5),
                        received(row, 6),
                        row.getString(7)),
                row.getInt(8));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Instant received(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(time(row, column));
    }
}

package upvest.bench.stores;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the stores with SQL have in common: the gateway's tables and questions. */
abstract class SqlStore implements Store {
    private static final int DAY_SECONDS = 86_400;
    private static final int STEP = 1000;
    final Connection connection;

    SqlStore(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    /** A row, and whose it is. */
    record Owned(Claim claim, Claim.Row row) {}

    /** How the store holds an id. */
    abstract Object id(UUID id);

    abstract UUID id(Object stored);

    /** How the store holds a time. */
    abstract Object time(Instant time);

    abstract Instant time(Object stored);

    abstract int insert(List<Owned> rows) throws SQLException;

    abstract void force() throws SQLException;

    @Override
    public Set<UUID> enter(List<Claim> claims) throws SQLException {
        Set<UUID> granted = commit(claims);
        force();
        return granted;
    }

    @Override
    public void fill(List<Claim> claims) throws SQLException {
        commit(claims);
    }

    private Set<UUID> commit(List<Claim> claims) throws SQLException {
        List<Owned> rows = claims.stream()
                .flatMap(claim -> claim.rows().stream().map(row -> new Owned(claim, row)))
                .sorted(Comparator.comparing(owned -> owned.row.event()))
                .toList();
        int inserted = insert(rows);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (Claim claim : claims) {
                set(insert, id(claim.id()), id(claim.delivery()), claim.subscription(), time(claim.receivedAt()));
                insert.setInt(5, claim.rows().size());
                insert.setInt(6, 0);
                insert.executeUpdate();
            }
        }
        Set<UUID> all = rows.stream().map(owned -> owned.row.event()).collect(Collectors.toSet());
        Set<UUID> granted = inserted == rows.size() ? all : granted(rows);
        connection.commit();
        return granted;
    }

    private Set<UUID> granted(List<Owned> rows) throws SQLException {
        Set<UUID> granted = new HashSet<>();
        for (Owned owned : rows) {
            if (owned.claim.id().equals(owner(owned.row.event()))) {
                granted.add(owned.row.event());
            }
        }
        return granted;
    }

    static int objectKey(String object, Instant received) {
        int key = (int) (received.getEpochSecond() / DAY_SECONDS);
        return key << 12 | object.hashCode() & 0xFFF;
    }

    static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private <T> List<T> query(String sql, Column<T> column, Object... values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            set(select, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(column.read(rows));
                }
            }
            return found;
        }
    }

    private interface Column<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Override
    public UUID owner(UUID event) throws SQLException {
        return query("SELECT claim_id FROM ledger WHERE event_id = ?", row -> id(row.getObject(1)), id(event)).stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public int about(String object) throws SQLException {
        int found = 0;
        Instant first = query("SELECT min(received_at) FROM ledger", row -> time(row.getObject(1)))
                .get(0);
        Instant last = query("SELECT max(received_at) FROM ledger", row -> time(row.getObject(1)))
                .get(0);
        for (Instant day = first; day.isBefore(last.plusSeconds(DAY_SECONDS)); day = day.plusSeconds(DAY_SECONDS)) {
            found += query(
                            "SELECT event_type FROM ledger WHERE object_key = ? AND object_id = ?",
                            row -> row.getString(1),
                            objectKey(object, day),
                            object)
                    .size();
        }
        return found;
    }

    @Override
    public int ofDelivery(UUID delivery) throws SQLException {
        return query(
                        "SELECT l.event_type FROM deliveries d JOIN ledger l ON l.received_at = d.received_at"
                                + " AND l.claim_id = d.claim_id WHERE d.delivery_id = ?",
                        row -> row.getString(1),
                        id(delivery))
                .size();
    }

    @Override
    public int page(Instant since, String type, int atMost) throws SQLException {
        String sql = "SELECT event_id, object_id, channel FROM ledger WHERE received_at >= ?";
        return type == null
                ? query(sql + " ORDER BY received_at, event_id LIMIT ?", row -> row.getString(3), time(since), atMost)
                        .size()
                : query(
                                sql + " AND event_type = ? ORDER BY event_type, received_at, event_id LIMIT ?",
                                row -> row.getString(3),
                                time(since),
                                type,
                                atMost)
                        .size();
    }

    @Override
    public Map<String, Long> sums(Instant from, Instant until) throws SQLException {
        Map<String, Long> sums = new HashMap<>();
        query(
                "SELECT event_type, channel, COUNT(*) FROM ledger WHERE received_at >= ? AND received_at < ?"
                        + " GROUP BY event_type, channel",
                row -> sums.merge(row.getString(2), row.getLong(3), Long::sum),
                time(from),
                time(until));
        return sums;
    }

    @Override
    public Instant last(String subscription) throws SQLException {
        return query(
                        "SELECT received_at FROM deliveries WHERE webhook_id = ? ORDER BY received_at DESC LIMIT 1",
                        row -> time(row.getObject(1)),
                        subscription)
                .stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public int forget(Instant before) throws SQLException {
        List<Object> last = query(
                "SELECT received_at FROM ledger WHERE received_at < ? ORDER BY received_at, event_id LIMIT 1 OFFSET ?",
                row -> row.getObject(1),
                time(before),
                STEP - 1);
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM ledger WHERE received_at <= ?")) {
            delete.setObject(1, last.isEmpty() ? time(before) : last.get(0));
            int deleted = delete.executeUpdate();
            connection.commit();
            force();
            return deleted;
        }
    }

    void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package upvest.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import upvest.bench.peer.EventMessages.Fields;
import upvest.gateway.Background;

/** The gateway's ledger in plain JDBC: the same table, one insert for a delivery, no look before it. */
final class FloorLedger {
    private static final String CLAIM =
            """
            INSERT INTO ledger
                (event_id, delivery_id, event_type, object_id, created_at, received_at, channel, claim_id)
            SELECT claimed.*, CAST(? AS UUID)
            FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS UUID ARRAY), CAST(? AS VARCHAR ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY),
                CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY), CAST(? AS VARCHAR ARRAY)) AS claimed
            ON CONFLICT DO NOTHING""";

    private static final String GRANTED =
            """
            SELECT ledger.event_id FROM UNNEST(CAST(? AS UUID ARRAY)) AS wanted (event_id)
            JOIN ledger ON ledger.event_id = wanted.event_id WHERE claim_id = ?""";

    private final DataSource connections;

    FloorLedger(DataSource connections) throws SQLException, IOException {
        this.connections = connections;
        String table = Files.readString(Path.of("src/main/resources/db/migration/V1__ledger.sql"));
        try (Connection connection = connections.getConnection();
                Statement create = connection.createStatement()) {
            create.execute(table);
            connection.commit();
        }
        Background.worker("ledger-sync").scheduleWithFixedDelay(this::sync, 1, 1, TimeUnit.SECONDS);
    }

    /** As often as the gateway's ledger is forced to the disk. */
    private void sync() {
        try (Connection connection = connections.getConnection();
                Statement checkpoint = connection.createStatement()) {
            checkpoint.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Transaction begin() throws SQLException {
        return new Transaction(connections.getConnection());
    }

    /** One delivery's; closing it uncommitted rolls it back. */
    static final class Transaction implements AutoCloseable {
        private final Connection connection;

        private Transaction(Connection connection) {
            this.connection = connection;
        }

        /** The events that nobody else had entered. */
        Set<UUID> claim(Map<UUID, Fields> events, UUID delivery, Instant receivedAt) throws SQLException {
            TreeMap<UUID, Fields> sorted = new TreeMap<>(events);
            UUID claim = UUID.randomUUID();
            try (PreparedStatement insert = connection.prepareStatement(CLAIM)) {
                List<Fields> fields = List.copyOf(sorted.values());
                OffsetDateTime now = receivedAt.atOffset(ZoneOffset.UTC);
                insert.setObject(1, claim);
                insert.setArray(
                        2, connection.createArrayOf("uuid", sorted.keySet().toArray()));
                bind(insert, 3, "uuid", fields, event -> delivery);
                bind(insert, 4, "varchar", fields, Fields::type);
                bind(insert, 5, "varchar", fields, Fields::objectId);
                bind(insert, 6, "timestamptz", fields, event -> OffsetDateTime.parse(event.createdAt()));
                bind(insert, 7, "timestamptz", fields, event -> now);
                bind(insert, 8, "varchar", fields, event -> String.join(",", EventMessages.queues(event.type())));
                return insert.executeUpdate() == sorted.size() ? sorted.keySet() : granted(sorted.keySet(), claim);
            }
        }

        private Set<UUID> granted(Set<UUID> wanted, UUID claim) throws SQLException {
            Set<UUID> granted = new HashSet<>();
            try (PreparedStatement select = connection.prepareStatement(GRANTED)) {
                select.setArray(1, connection.createArrayOf("uuid", wanted.toArray()));
                select.setObject(2, claim);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        granted.add(rows.getObject(1, UUID.class));
                    }
                }
            }
            return granted;
        }

        private void bind(
                PreparedStatement insert, int index, String type, List<Fields> events, Function<Fields, Object> column)
                throws SQLException {
            insert.setArray(
                    index,
                    connection.createArrayOf(type, events.stream().map(column).toArray()));
        }

        void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close(); // the pool rolls back what is not committed
        }
    }
}

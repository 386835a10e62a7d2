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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            SELECT claimed.*
            FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS UUID ARRAY), CAST(? AS VARCHAR ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY),
                CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY), CAST(? AS VARCHAR ARRAY), CAST(? AS UUID ARRAY)) AS claimed
            ON CONFLICT DO NOTHING""";

    private static final String OWNERS =
            """
            SELECT ledger.event_id, claim_id FROM UNNEST(CAST(? AS UUID ARRAY)) AS wanted (event_id)
            JOIN ledger ON ledger.event_id = wanted.event_id""";

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

        /** The events that no other delivery had entered, in their order. */
        List<UUID> claim(Map<UUID, Fields> events, Map<UUID, UUID> owners, Instant receivedAt) throws SQLException {
            List<UUID> ids = List.copyOf(new TreeMap<>(events).keySet());
            List<Fields> fields = ids.stream().map(events::get).toList();
            OffsetDateTime now = receivedAt.atOffset(ZoneOffset.UTC);
            try (PreparedStatement insert = connection.prepareStatement(CLAIM)) {
                insert.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
                insert.setArray(2, connection.createArrayOf("uuid", ids.stream().map(owners::get).toArray()));
                bind(insert, 3, "varchar", fields, Fields::type);
                bind(insert, 4, "varchar", fields, Fields::objectId);
                bind(insert, 5, "timestamptz", fields, event -> OffsetDateTime.parse(event.createdAt()));
                bind(insert, 6, "timestamptz", fields, event -> now);
                bind(insert, 7, "varchar", fields, event -> String.join(",", EventMessages.queues(event.type())));
                insert.setArray(8, connection.createArrayOf("uuid", ids.stream().map(owners::get).toArray()));
                return insert.executeUpdate() == ids.size() ? List.copyOf(events.keySet()) : own(events, owners);
            }
        }

        private List<UUID> own(Map<UUID, Fields> events, Map<UUID, UUID> owners) throws SQLException {
            Map<UUID, UUID> known = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(OWNERS)) {
                select.setArray(
                        1, connection.createArrayOf("uuid", events.keySet().toArray()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        known.put(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class));
                    }
                }
            }
            return events.keySet().stream()
                    .filter(event -> owners.get(event).equals(known.get(event)))
                    .toList();
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

package upvest.bench.stores;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** H2 with the gateway's tables, one statement for the rows of a commit. */
final class H2Store extends SqlStore {
    private static final String INSERT =
            """
            INSERT INTO ledger
            SELECT * FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS UUID ARRAY), CAST(? AS UUID ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS VARCHAR ARRAY), CAST(? AS INTEGER ARRAY),
                CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY), CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY),
                CAST(? AS VARCHAR ARRAY))
            ON CONFLICT DO NOTHING""";

    private final boolean sync;

    /** @param sync whether each commit is forced to the disk: writing it is all that WRITE_DELAY=0 does */
    H2Store(Path folder, boolean sync) throws SQLException {
        super(DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0"
                + ";RETENTION_TIME=10000;CACHE_SIZE=8192;DB_CLOSE_ON_EXIT=FALSE"));
        this.sync = sync;
        execute(
                "CREATE TABLE IF NOT EXISTS ledger (event_id UUID PRIMARY KEY, claim_id UUID NOT NULL,"
                        + " delivery_id UUID NOT NULL, event_type VARCHAR(129), object_id VARCHAR(36), object_key INTEGER,"
                        + " created_at TIMESTAMP WITH TIME ZONE, received_at TIMESTAMP WITH TIME ZONE NOT NULL,"
                        + " channel VARCHAR NOT NULL)",
                "CREATE INDEX IF NOT EXISTS ledger_received_at ON ledger (received_at, event_id)",
                "CREATE INDEX IF NOT EXISTS ledger_event_type ON ledger (event_type, received_at, event_id)",
                "CREATE INDEX IF NOT EXISTS ledger_object_key ON ledger (object_key)",
                "CREATE TABLE IF NOT EXISTS deliveries (claim_id UUID NOT NULL, delivery_id UUID NOT NULL,"
                        + " webhook_id VARCHAR(36), received_at TIMESTAMP WITH TIME ZONE NOT NULL, events INTEGER NOT NULL,"
                        + " duplicates INTEGER NOT NULL, PRIMARY KEY (received_at, claim_id))",
                "CREATE INDEX IF NOT EXISTS deliveries_delivery_id ON deliveries (delivery_id)",
                "CREATE INDEX IF NOT EXISTS deliveries_webhook_id ON deliveries (webhook_id, received_at DESC)");
        connection.commit();
    }

    @Override
    int insert(List<Owned> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bind(insert, 1, "uuid", rows, owned -> owned.row().event());
            bind(insert, 2, "uuid", rows, owned -> owned.claim().id());
            bind(insert, 3, "uuid", rows, owned -> owned.claim().delivery());
            bind(insert, 4, "varchar", rows, owned -> owned.row().type());
            bind(insert, 5, "varchar", rows, owned -> owned.row().object());
            bind(
                    insert,
                    6,
                    "integer",
                    rows,
                    owned -> objectKey(owned.row().object(), owned.claim().receivedAt()));
            bind(insert, 7, "timestamptz", rows, owned -> time(owned.row().createdAt()));
            bind(insert, 8, "timestamptz", rows, owned -> time(owned.claim().receivedAt()));
            bind(insert, 9, "varchar", rows, owned -> owned.row().channel());
            return insert.executeUpdate();
        }
    }

    private void bind(
            PreparedStatement insert, int index, String type, List<Owned> rows, Function<Owned, Object> column)
            throws SQLException {
        insert.setArray(
                index, connection.createArrayOf(type, rows.stream().map(column).toArray()));
    }

    @Override
    void force() throws SQLException {
        if (sync) {
            execute("CHECKPOINT SYNC");
        }
    }

    @Override
    Object id(UUID id) {
        return id;
    }

    @Override
    UUID id(Object stored) {
        return (UUID) stored;
    }

    @Override
    Object time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    @Override
    Instant time(Object stored) {
        return ((OffsetDateTime) stored).toInstant();
    }
}

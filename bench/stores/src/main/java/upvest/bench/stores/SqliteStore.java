package upvest.bench.stores;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * SQLite, tuned: rows in the order in which they come, so that of the random ids only a small index is touched
 * everywhere; ids of 16 bytes; times in microseconds; a checkpoint at every 64 MB of its log.
 */
final class SqliteStore extends SqlStore {
    private static final String INSERT = "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    SqliteStore(Path folder) throws SQLException {
        super(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.sqlite")
                + "?journal_mode=WAL&synchronous=FULL&cache_size=-32768&transaction_mode=IMMEDIATE"));
        execute(
                "PRAGMA wal_autocheckpoint = 16384",
                "CREATE TABLE IF NOT EXISTS ledger (event_id BLOB NOT NULL, claim_id BLOB NOT NULL,"
                        + " delivery_id BLOB NOT NULL, event_type TEXT, object_id TEXT, object_key INTEGER,"
                        + " created_at INTEGER, received_at INTEGER NOT NULL, channel TEXT NOT NULL, UNIQUE (event_id))",
                "CREATE INDEX IF NOT EXISTS ledger_received_at ON ledger (received_at)",
                "CREATE INDEX IF NOT EXISTS ledger_event_type ON ledger (event_type, received_at)",
                "CREATE INDEX IF NOT EXISTS ledger_object_key ON ledger (object_key)",
                "CREATE TABLE IF NOT EXISTS deliveries (claim_id BLOB NOT NULL, delivery_id BLOB NOT NULL, webhook_id TEXT,"
                        + " received_at INTEGER NOT NULL, events INTEGER NOT NULL, duplicates INTEGER NOT NULL,"
                        + " PRIMARY KEY (received_at, claim_id)) WITHOUT ROWID",
                "CREATE INDEX IF NOT EXISTS deliveries_delivery_id ON deliveries (delivery_id)",
                "CREATE INDEX IF NOT EXISTS deliveries_webhook_id ON deliveries (webhook_id, received_at DESC)");
        connection.commit();
    }

    @Override
    int insert(List<Owned> rows) throws SQLException {
        int inserted = 0;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Owned owned : rows) {
                Claim.Row row = owned.row();
                Claim claim = owned.claim();
                insert.setBytes(1, id(row.event()));
                insert.setBytes(2, id(claim.id()));
                insert.setBytes(3, id(claim.delivery()));
                insert.setString(4, row.type());
                insert.setString(5, row.object());
                insert.setInt(6, objectKey(row.object(), claim.receivedAt()));
                insert.setLong(7, time(row.createdAt()));
                insert.setLong(8, time(claim.receivedAt()));
                insert.setString(9, row.channel());
                inserted += insert.executeUpdate();
            }
        }
        return inserted;
    }

    @Override
    public void fill(List<Claim> claims) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        execute("PRAGMA synchronous = OFF", "PRAGMA cache_size = -2000000");
        connection.setAutoCommit(false);
        super.fill(claims);
    }

    @Override
    void force() {} // the commit did

    @Override
    byte[] id(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    @Override
    UUID id(Object stored) {
        ByteBuffer id = ByteBuffer.wrap((byte[]) stored);
        return new UUID(id.getLong(), id.getLong());
    }

    @Override
    Long time(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    @Override
    Instant time(Object stored) {
        return Instant.EPOCH.plus(((Number) stored).longValue(), ChronoUnit.MICROS);
    }
}

package upvest.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import upvest.bench.common.Shared;

/** Ledgers with a past. */
final class LedgerFill {
    private static final int CHUNK = 50_000;
    private static final String INSERT =
            """
            INSERT INTO ledger
                (event_id, delivery_id, event_type, object_id, created_at, received_at, channel, claim_id)
            SELECT id, id, 'ORDER.FILLED', CAST(id AS VARCHAR), now(), now(), 'upvest.orders', id
            FROM UNNEST(CAST(? AS UUID ARRAY)) AS past (id)""";

    private LedgerFill() {}

    /** Makes a ledger of so many rows below a folder, unless it is there. */
    static void h2(Path folder, long rows, Progress progress) throws SQLException, IOException {
        if (Files.exists(folder.resolve("complete"))) {
            return;
        }
        Server.delete(folder);
        String url = new Shared(0, 0, folder, false).databaseUrl().replace("WRITE_DELAY=0", "CACHE_SIZE=1000000");
        migrate(url, null);
        try (Connection connection = DriverManager.getConnection(url)) {
            insert(connection, rows, progress);
            try (Statement end = connection.createStatement()) {
                end.execute("SHUTDOWN");
            }
        }
        Files.createFile(folder.resolve("complete"));
    }

    private static void migrate(String url, String user) {
        Flyway.configure()
                .dataSource(url, user, null)
                .locations("filesystem:" + Places.ROOT.resolve("src/main/resources/db/migration"))
                .load()
                .migrate();
    }

    /** Ids spread evenly over all that are possible, in their order: the fastest way to the same tree. */
    private static void insert(Connection connection, long rows, Progress progress) throws SQLException {
        long step = Long.divideUnsigned(-1L, rows);
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (long row = 0; row < rows; row += CHUNK) {
                UUID[] ids = new UUID[(int) Math.min(CHUNK, rows - row)];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = new UUID(((row + i) * step & ~0xF000L) | 0x4000L, 0x8000_0000_0000_0000L | (row + i));
                }
                insert.setArray(1, connection.createArrayOf("uuid", ids));
                insert.executeUpdate();
                connection.commit();
                if (row % 1_000_000 == 0) {
                    progress.say("%d of %d rows are in the ledger", row, rows);
                }
            }
        }
        connection.setAutoCommit(true);
    }

    /** A PostgreSQL of its own, with real binaries. */
    static final class Postgres implements AutoCloseable {
        private final EmbeddedPostgres postgres;

        Postgres() throws IOException, SQLException {
            postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(Server.freshFolder("postgres"))
                    .start();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement create = connection.createStatement()) {
                create.execute("CREATE DATABASE \"empty\"");
                create.execute("CREATE DATABASE \"full\"");
            }
        }

        String url(String database) {
            return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
        }

        void fill(String database, long rows, Progress progress) throws SQLException {
            migrate(url(database), "postgres");
            try (Connection connection = DriverManager.getConnection(url(database), "postgres", null)) {
                insert(connection, rows, progress);
                try (Statement settle = connection.createStatement()) {
                    settle.execute("VACUUM ANALYZE ledger");
                    settle.execute("CHECKPOINT");
                }
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}

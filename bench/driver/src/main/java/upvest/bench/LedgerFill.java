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
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import upvest.bench.common.Shared;

/** Ledgers with a past: see {@link PastEvents}. */
final class LedgerFill {
    /** The ledger as it was before events could be found by anything but their id. */
    static final MigrationVersion IDS_ONLY = MigrationVersion.fromVersion("1");

    private static final int CHUNK = 50_000;
    private static final int MILLION = 1_000_000;
    private static final String EVENTS =
            """
            INSERT INTO ledger
                (event_id, delivery_id, event_type, object_id, created_at, received_at, channel, claim_id%s)
            SELECT past.event_id, past.delivery_id, past.event_type, past.object_id, past.received_at, past.received_at,
                past.channel, past.delivery_id%s
            FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS UUID ARRAY), CAST(? AS VARCHAR ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY), CAST(? AS VARCHAR ARRAY),
                CAST(? AS INTEGER ARRAY))
                AS past (event_id, delivery_id, event_type, object_id, received_at, channel, object_key)""";

    private static final String DELIVERIES =
            """
            INSERT INTO deliveries (claim_id, delivery_id, received_at, events, duplicates)
            SELECT claim_id, delivery_id, min(received_at), count(*), 0 FROM ledger GROUP BY claim_id, delivery_id""";

    private LedgerFill() {}

    /** Makes a ledger of so many rows below a folder, unless it is there. */
    static void h2(Path folder, long rows, MigrationVersion version, Progress progress)
            throws SQLException, IOException {
        if (Files.exists(folder.resolve("complete"))) {
            return;
        }
        Server.delete(folder);
        fill(url(folder).replace("WRITE_DELAY=0", "CACHE_SIZE=1000000"), null, rows, version, progress, "SHUTDOWN");
        Files.createFile(folder.resolve("complete"));
    }

    static String url(Path folder) throws IOException {
        return new Shared(0, 0, folder, false).databaseUrl();
    }

    private static void fill(
            String url, String user, long rows, MigrationVersion version, Progress progress, String... end)
            throws SQLException {
        boolean idsOnly = version.equals(IDS_ONLY);
        migrate(url, user, version);
        try (Connection connection = DriverManager.getConnection(url, user, null)) {
            insert(
                    connection,
                    EVENTS.formatted(idsOnly ? "" : ", object_key", idsOnly ? "" : ", past.object_key"),
                    rows,
                    progress);
            try (Statement statement = connection.createStatement()) {
                if (!idsOnly) {
                    statement.execute(DELIVERIES);
                }
                for (String last : end) {
                    statement.execute(last);
                }
            }
        }
    }

    private static void migrate(String url, String user, MigrationVersion version) {
        Flyway.configure()
                .dataSource(url, user, null)
                .locations("filesystem:" + Places.ROOT.resolve("src/main/resources/db/migration"))
                .target(version)
                .load()
                .migrate();
    }

    private static void insert(Connection connection, String events, long rows, Progress progress) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(events)) {
            for (long row = 0; row < rows; row += CHUNK) {
                new PastEvents(rows).bind(insert, row, (int) Math.min(CHUNK, rows - row));
                insert.executeUpdate();
                connection.commit();
                if (row % MILLION == 0) {
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

        void fill(String database, long rows, MigrationVersion version, Progress progress) throws SQLException {
            LedgerFill.fill(url(database), "postgres", rows, version, progress, "VACUUM ANALYZE", "CHECKPOINT");
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}

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
import upvest.gateway.ledger.EmbeddedLedger;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.LedgerStore;

/** Ledgers with a past: see {@link PastEvents}. */
final class LedgerFill {
    private static final int CHUNK = 50_000;
    private static final int MILLION = 1_000_000;
    private static final String EVENTS =
            """
            INSERT INTO ledger
                (event_id, delivery_id, event_type, object_id, created_at, received_at, channel, claim_id, object_key)
            SELECT past.event_id, past.delivery_id, past.event_type, past.object_id, past.received_at, past.received_at,
                past.channel, past.delivery_id, past.object_key
            FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS UUID ARRAY), CAST(? AS VARCHAR ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY), CAST(? AS VARCHAR ARRAY),
                CAST(? AS INTEGER ARRAY))
                AS past (event_id, delivery_id, event_type, object_id, received_at, channel, object_key)""";

    private static final String DELIVERIES =
            """
            INSERT INTO deliveries (claim_id, delivery_id, received_at, events, duplicates)
            SELECT claim_id, delivery_id, min(received_at), count(*), 0 FROM ledger GROUP BY claim_id, delivery_id""";

    private LedgerFill() {}

    /** Makes an embedded ledger of so many rows, unless it is there. */
    static void embedded(Path folder, long rows, Progress progress) throws IOException {
        Path complete = folder.resolveSibling(folder.getFileName() + ".complete");
        if (Files.exists(complete)) {
            return;
        }
        Server.delete(folder);
        try (LedgerStore store = new LedgerStore(folder)) {
            Ledger ledger = new EmbeddedLedger(store);
            PastEvents past = new PastEvents(rows);
            for (long row = 0; row < rows; row += CHUNK) {
                ledger.enter(past.claims(row, (int) Math.min(CHUNK, rows - row)));
                if (row % MILLION == 0) {
                    progress.say("%d of %d rows are in the ledger", row, rows);
                }
            }
        }
        Files.createFile(complete);
    }

    private static void fill(String url, String user, long rows, Progress progress, String... end) throws SQLException {
        Flyway.configure()
                .dataSource(url, user, null)
                .locations("filesystem:" + Places.ROOT.resolve("src/main/resources/db/migration"))
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url, user, null);
                Statement statement = connection.createStatement()) {
            insert(connection, rows, progress);
            statement.execute(DELIVERIES);
            for (String last : end) {
                statement.execute(last);
            }
        }
    }

    private static void insert(Connection connection, long rows, Progress progress) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(EVENTS)) {
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

        void fill(String database, long rows, Progress progress) throws SQLException {
            LedgerFill.fill(url(database), "postgres", rows, progress, "VACUUM ANALYZE", "CHECKPOINT");
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}

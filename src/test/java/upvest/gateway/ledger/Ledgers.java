package upvest.gateway.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Both kinds of ledger, each a real one, for what is true of both. */
final class Ledgers implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    final Kind embedded;
    final Kind postgresql;
    private final LedgerStore store;
    private final EmbeddedPostgres postgres;
    private final SingleConnectionDataSource database;

    Ledgers(Path folder) throws IOException {
        store = new LedgerStore(folder);
        embedded = embedded(store);
        postgres = EmbeddedPostgres.start();
        database = new SingleConnectionDataSource(postgres.getJdbcUrl("postgres", "postgres"), true);
        postgresql = postgresql(database);
    }

    /** One of them, with its name for the test's title. */
    record Kind(
            String name,
            Ledger ledger,
            Search search,
            Completeness completeness,
            Corrections corrections,
            LedgerSize size,
            OldestRows oldestEvents,
            OldestRows oldestDeliveries,
            AuditRows audit) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Kind embedded(LedgerStore store) {
        EmbeddedLedgerConfiguration beans = new EmbeddedLedgerConfiguration();
        return new Kind(
                "embedded",
                beans.ledger(store),
                beans.search(store),
                beans.completeness(store),
                beans.corrections(store),
                beans.ledgerSize(store),
                beans.oldestEvents(store),
                beans.oldestDeliveries(),
                beans.auditRows(store));
    }

    static Kind postgresql(DataSource database) {
        Flyway.configure().dataSource(database).load().migrate();
        return new Kind(
                "PostgreSQL",
                new JdbcLedger(new DataSourceTransactionManager(database), TIMEOUT),
                new JdbcSearch(database, TIMEOUT),
                new JdbcCompleteness(database, TIMEOUT),
                new JdbcCorrections(new DataSourceTransactionManager(database)),
                new JdbcLedgerSize(database, TIMEOUT),
                new JdbcOldestRows(database, TIMEOUT, "ledger", "event_id"),
                new JdbcOldestRows(database, TIMEOUT, "deliveries", "claim_id"),
                new JdbcAuditRows(database));
    }

    static Ledger.Entry entry() {
        return new Ledger.Entry(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "ORDER.NEW",
                UUID.randomUUID().toString(),
                null,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                "upvest.orders,upvest.mail");
    }

    static Ledger.Claim claim(UUID claim, Ledger.Entry... entries) {
        return new Ledger.Claim(
                new AcceptedDelivery(claim, entries[0].deliveryId(), null, entries[0].receivedAt(), entries.length),
                List.of(entries),
                Map.of());
    }

    @Override
    public void close() throws IOException {
        store.close();
        database.destroy();
        postgres.close();
    }
}

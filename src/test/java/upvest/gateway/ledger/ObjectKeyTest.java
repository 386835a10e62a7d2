package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Events are found by their object whenever they were received, also those that a ledger had before it had the key. */
class ObjectKeyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<Instant> TIMES = List.of(
            Instant.parse("2025-12-31T23:59:59.999Z"),
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-02-28T12:00:00Z"));

    @Test
    void onPostgresql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            findsTheOldAndTheNew(postgres.getPostgresDatabase());
        }
    }

    private static void findsTheOldAndTheNew(DataSource database) {
        for (String object :
                List.of(UUID.randomUUID().toString(), "c6c8e1f0-9a2b-4d3c-8e4f-00000000abcF", "7", "x-é")) {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            Flyway before = Flyway.configure()
                    .dataSource(database)
                    .target("3")
                    .cleanDisabled(false)
                    .load();
            before.clean();
            before.migrate();
            TIMES.forEach(time -> jdbc.update(
                    "INSERT INTO ledger (event_id, delivery_id, object_id, received_at, channel, claim_id)"
                            + " VALUES (?, ?, ?, ?, 'upvest.orders', ?)",
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    object,
                    time.atOffset(ZoneOffset.UTC),
                    UUID.randomUUID()));
            Flyway.configure().dataSource(database).load().migrate();
            Ledger ledger = new JdbcLedger(new DataSourceTransactionManager(database), PATIENCE);
            TIMES.forEach(time -> ledger.enter(List.of(Ledgers.claim(
                    UUID.randomUUID(),
                    new Ledger.Entry(
                            UUID.randomUUID(), UUID.randomUUID(), null, object, null, time, "upvest.orders")))));

            assertThat(new JdbcSearch(database, PATIENCE).about(object, 100))
                    .as(object)
                    .extracting(found -> found.entry().receivedAt())
                    .containsExactly(
                            TIMES.get(0), TIMES.get(0), TIMES.get(1), TIMES.get(1), TIMES.get(2), TIMES.get(2));
        }
    }
}

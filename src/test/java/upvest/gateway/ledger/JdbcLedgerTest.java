package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Two gateways on one PostgreSQL. */
class JdbcLedgerTest {
    private static EmbeddedPostgres postgres;
    private static DataSource database;
    private static Ledger ledger;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        database = postgres.getPostgresDatabase();
        ledger = Ledgers.postgresql(database).ledger();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    /** Wherever in the statement's order the wait comes: what it had inserted before, and what comes after. */
    @Test
    void waitsForAnotherThatIsAboutToCommitAndThenEntersNothing() throws Exception {
        for (int place = 0; place < 3; place++) {
            Ledger.Entry[] entries = Stream.generate(Ledgers::entry)
                    .limit(3)
                    .sorted(Comparator.comparing(Ledger.Entry::eventId))
                    .toArray(Ledger.Entry[]::new);
            assertThat(whileAnotherHolds(entries[place], true, entries))
                    .as("known when it waits at place " + place)
                    .containsExactly(entries[place].eventId());
        }
    }

    @Test
    void takesOverWhatAnotherGaveUp() throws Exception {
        Ledger.Entry shared = Ledgers.entry();
        assertThat(whileAnotherHolds(shared, false, shared)).isEmpty();
        assertThat(ledger.owners(List.of(shared.eventId()))).hasSize(1);
    }

    /** Enters while another transaction has entered an event but not yet ended; it ends once this one waits. */
    private static Set<UUID> whileAnotherHolds(Ledger.Entry held, boolean commits, Ledger.Entry... entered)
            throws Exception {
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            new JdbcTemplate(new SingleConnectionDataSource(other, true))
                    .update(
                            "INSERT INTO ledger (event_id, delivery_id, received_at, channel, claim_id)"
                                    + " VALUES (?, ?, ?, 'upvest.orders', ?)",
                            held.eventId(),
                            held.deliveryId(),
                            held.receivedAt().atOffset(ZoneOffset.UTC),
                            UUID.randomUUID());
            CompletableFuture<Set<UUID>> mine = CompletableFuture.supplyAsync(
                    () -> ledger.enter(List.of(Ledgers.claim(UUID.randomUUID(), entered))));
            Awaitility.await().during(200, TimeUnit.MILLISECONDS).until(() -> !mine.isDone());
            if (commits) {
                other.commit();
            } else {
                other.rollback();
            }
            return mine.get(10, TimeUnit.SECONDS);
        }
    }
}

package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The same on both databases, each a real one. */
class LedgerTest {
    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;

    /** A database with its name, for the test's title. */
    record Database(String name, DataSource source, Ledger ledger, TransactionTemplate transaction) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    static Stream<Database> databases() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(LedgerFile.url(folder, Duration.ofSeconds(5)));
        return Stream.of(database("H2", h2), database("PostgreSQL", postgres.getPostgresDatabase()));
    }

    private static Database database(String name, DataSource source) {
        Flyway.configure().dataSource(source).load().migrate();
        return new Database(
                name,
                source,
                new Ledger(source, source, Duration.ofSeconds(5)),
                new TransactionTemplate(new DataSourceTransactionManager(source)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void grantsWhatIsNewAndNothingElse(Database database) {
        Ledger.Entry known = entry();
        Ledger.Entry fresh = entry();
        assertThat(claim(database, List.of(known))).containsExactly(known.eventId());
        assertThat(claim(database, List.of(known, fresh))).containsExactly(fresh.eventId());
        assertThat(database.ledger().seen(List.of(known.eventId(), fresh.eventId(), UUID.randomUUID())))
                .containsExactlyInAnyOrder(known.eventId(), fresh.eventId());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void keepsEveryColumn(Database database) {
        Ledger.Entry entry = entry();
        claim(database, List.of(entry));
        var row = new JdbcTemplate(database.source())
                .queryForMap("SELECT * FROM ledger WHERE event_id = ?", entry.eventId());
        assertThat(row)
                .containsEntry("event_type", "ORDER.NEW")
                .containsEntry("object_id", entry.objectId())
                .containsEntry("channel", "upvest.orders,upvest.mail")
                .containsEntry("delivery_id", entry.deliveryId());
        assertThat(row.get("created_at")).isNull();
        assertThat(new JdbcTemplate(database.source())
                        .queryForObject(
                                "SELECT count(*) FROM ledger WHERE event_id = ? AND received_at = ?",
                                Integer.class,
                                entry.eventId(),
                                entry.receivedAt().atOffset(java.time.ZoneOffset.UTC)))
                .isEqualTo(1);
    }

    /** Wherever in the statement's order the wait comes: what it had inserted before, and what comes after. */
    @ParameterizedTest
    @MethodSource("databases")
    void waitsForACopyThatIsAboutToCommitAndThenGrantsTheRest(Database database) throws Exception {
        for (int place = 0; place < 3; place++) {
            List<Ledger.Entry> entries = Stream.generate(LedgerTest::entry)
                    .limit(3)
                    .sorted(Comparator.comparing(Ledger.Entry::eventId))
                    .toList();
            Ledger.Entry shared = entries.get(place);
            Set<UUID> granted = whileAnotherHolds(database, shared, true, entries);
            assertThat(granted)
                    .as("granted when it waits at place " + place)
                    .containsExactlyInAnyOrderElementsOf(entries.stream()
                            .filter(entry -> entry != shared)
                            .map(Ledger.Entry::eventId)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void takesOverWhatACopyGaveUp(Database database) throws Exception {
        Ledger.Entry shared = entry();
        assertThat(whileAnotherHolds(database, shared, false, List.of(shared))).containsExactly(shared.eventId());
    }

    /** Claims while another transaction has claimed an event but not yet ended; it ends once the claim waits. */
    private static Set<UUID> whileAnotherHolds(
            Database database, Ledger.Entry held, boolean commits, List<Ledger.Entry> claimed) throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(() -> database.transaction().executeWithoutResult(status -> {
                    database.ledger().claim(UUID.randomUUID(), List.of(held));
                    holding.countDown();
                    await(end);
                    if (!commits) {
                        status.setRollbackOnly();
                    }
                }));
        await(holding);
        CompletableFuture<Set<UUID>> mine = CompletableFuture.supplyAsync(() -> claim(database, claimed));
        Awaitility.await().during(200, TimeUnit.MILLISECONDS).until(() -> !mine.isDone());
        end.countDown();
        other.get(10, TimeUnit.SECONDS);
        return mine.get(10, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<UUID> claim(Database database, List<Ledger.Entry> entries) {
        return database.transaction().execute(status -> database.ledger().claim(UUID.randomUUID(), entries));
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
}

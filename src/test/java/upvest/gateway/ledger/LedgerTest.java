package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The same on both databases, each a real one. */
class LedgerTest {
    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;

    /** A database with its name, for the test's title. */
    record Database(String name, DataSource source, Ledger ledger) {
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
                new JdbcLedger(new DataSourceTransactionManager(source), Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tellsWhoOwnsAnEvent(Database database) {
        UUID claim = UUID.randomUUID();
        Ledger.Entry known = entry();
        assertThat(enter(database, claim, known)).isEmpty();
        assertThat(database.ledger().owners(List.of(known.eventId(), UUID.randomUUID())))
                .containsExactly(Map.entry(known.eventId(), claim));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void entersNothingWhenAnotherClaimOwnsOneOfTheEvents(Database database) {
        Ledger.Entry known = entry();
        Ledger.Entry fresh = entry();
        enter(database, UUID.randomUUID(), known);
        assertThat(enter(database, UUID.randomUUID(), known, fresh)).containsExactly(known.eventId());
        assertThat(database.ledger().owners(List.of(fresh.eventId()))).isEmpty();
    }

    /** What an attempt that died has left, before the routes were changed. */
    @ParameterizedTest
    @MethodSource("databases")
    void replacesWhatTheSameClaimHasEntered(Database database) {
        UUID claim = UUID.randomUUID();
        Ledger.Entry before = entry();
        Ledger.Entry after = new Ledger.Entry(
                before.eventId(),
                before.deliveryId(),
                before.eventType(),
                before.objectId(),
                before.createdAt(),
                before.receivedAt(),
                "upvest.elsewhere");
        enter(database, claim, before);
        assertThat(enter(database, claim, after, entry())).isEmpty();
        assertThat(new Search(database.source(), Duration.ofSeconds(5)).event(before.eventId()))
                .extracting(found -> found.entry().channel())
                .containsExactly("upvest.elsewhere");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void notesWhereAReplayedEventWent(Database database) {
        Ledger.Entry dead = entry();
        enter(database, UUID.randomUUID(), dead);
        Ledger.Claim again = claim(dead.deliveryId(), dead);
        assertThat(database.ledger().replayed(dead.eventId(), again)).isEmpty();
        assertThat(database.ledger().replayed(dead.eventId(), claim(dead.deliveryId(), entry())))
                .isEmpty();
        assertThat(new Search(database.source(), Duration.ofSeconds(5)).event(dead.eventId()))
                .extracting(found -> found.entry().channel())
                .containsExactly(Ledger.CUT);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void keepsEveryColumn(Database database) {
        Ledger.Entry entry = entry();
        enter(database, UUID.randomUUID(), entry);
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
    void waitsForAnotherThatIsAboutToCommitAndThenEntersNothing(Database database) throws Exception {
        for (int place = 0; place < 3; place++) {
            Ledger.Entry[] entries = Stream.generate(LedgerTest::entry)
                    .limit(3)
                    .sorted(Comparator.comparing(Ledger.Entry::eventId))
                    .toArray(Ledger.Entry[]::new);
            assertThat(whileAnotherHolds(database, entries[place], true, entries))
                    .as("known when it waits at place " + place)
                    .containsExactly(entries[place].eventId());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void takesOverWhatAnotherGaveUp(Database database) throws Exception {
        Ledger.Entry shared = entry();
        assertThat(whileAnotherHolds(database, shared, false, shared)).isEmpty();
        assertThat(database.ledger().owners(List.of(shared.eventId()))).hasSize(1);
    }

    /** Enters while another transaction has entered an event but not yet ended; it ends once this one waits. */
    private static Set<UUID> whileAnotherHolds(
            Database database, Ledger.Entry held, boolean commits, Ledger.Entry... entered) throws Exception {
        try (Connection other = database.source().getConnection()) {
            other.setAutoCommit(false);
            DataSource alone = new SingleConnectionDataSource(other, true);
            new JdbcTemplate(alone)
                    .update(
                            "INSERT INTO ledger (event_id, delivery_id, received_at, channel, claim_id)"
                                    + " VALUES (?, ?, ?, 'upvest.orders', ?)",
                            held.eventId(),
                            held.deliveryId(),
                            held.receivedAt().atOffset(ZoneOffset.UTC),
                            UUID.randomUUID());
            CompletableFuture<Set<UUID>> mine =
                    CompletableFuture.supplyAsync(() -> enter(database, UUID.randomUUID(), entered));
            Awaitility.await().during(200, TimeUnit.MILLISECONDS).until(() -> !mine.isDone());
            if (commits) {
                other.commit();
            } else {
                other.rollback();
            }
            return mine.get(10, TimeUnit.SECONDS);
        }
    }

    private static Set<UUID> enter(Database database, UUID claim, Ledger.Entry... entries) {
        return database.ledger().enter(List.of(claim(claim, entries)));
    }

    static Ledger.Claim claim(UUID claim, Ledger.Entry... entries) {
        return new Ledger.Claim(
                new AcceptedDelivery(
                        claim, entries[0].deliveryId(), null, entries[0].receivedAt(), entries.length),
                List.of(entries),
                Map.of());
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

package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import upvest.gateway.WrongSetting;

/** The embedded ledger of earlier releases, an H2 file and a log beside it, becomes the one of today. */
class TakeOverTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-30T12:00:00.123456Z");
    private static final UUID CLAIM = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID LOGGED = UUID.fromString("22222222-2222-4222-8222-222222222222");
    /** As it was written before 0.1.0: a claim whose first event the file knew already, and a line that was not finished. */
    private static final String LOG =
            """
            {"delivery":{"claimId":"22222222-2222-4222-8222-222222222222","deliveryId":"33333333-3333-4333-8333-333333333333",\
            "webhookId":"w-2","receivedAt":1796040001.500000000,"events":3},\
            "events":[["00000000-0000-4000-8000-000000000001","33333333-3333-4333-8333-333333333333","ORDER.NEW","o",\
            1796040000.000000000,1796040001.500000000,"upvest.orders"],\
            ["44444444-4444-4444-8444-444444444444","33333333-3333-4333-8333-333333333333",null,null,null,\
            1796040001.500000000,"upvest.invalid"]],"again":{"00000000-0000-4000-8000-000000000001":1,\
            "00000000-0000-4000-8000-000000000002":1}}
            {"delivery":{"claimId":"2222""";

    @TempDir
    Path data;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(data.resolve("ledger"));
    }

    /** As a killed process leaves it: not closed. */
    private void fillDatabase(int claims, int events) throws IOException {
        Path running = data.resolve("running");
        SingleConnectionDataSource connection = new SingleConnectionDataSource(
                "jdbc:h2:file:" + running.resolve("ledger")
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                "",
                "",
                true);
        Flyway.configure().dataSource(connection).load().migrate();
        JdbcTemplate rows = new JdbcTemplate(connection);
        for (int claim = 0; claim < claims; claim++) {
            UUID id = claim == 0 ? CLAIM : UUID.randomUUID();
            var received = RECEIVED.plusSeconds(claim / 3).atOffset(ZoneOffset.UTC);
            rows.update(
                    "INSERT INTO ledger (event_id, delivery_id, event_type, object_id, created_at, received_at, channel,"
                            + " claim_id, duplicates) SELECT CAST('00000000-0000-4000-8000-' || LPAD(\"X\" + ?, 12, '0')"
                            + " AS UUID), ?, 'ORDER.NEW', 'object-' || MOD(\"X\", 7), ?, ?, 'upvest.orders', ?, MOD(\"X\", 2)"
                            + " FROM SYSTEM_RANGE(1, ?)",
                    claim * events,
                    id,
                    received,
                    received,
                    id,
                    events);
            rows.update("INSERT INTO deliveries VALUES (?, ?, 'w-1', ?, ?, 1)", id, id, received, events + 1);
        }
        rows.update("INSERT INTO audit (at, who, action, arguments, dry_run, how_many, outcome)"
                + " VALUES (CURRENT_TIMESTAMP, 'Ada', 'replay dead', 'why', FALSE, 3, 'done')");
        rows.execute("CHECKPOINT SYNC");
        Files.copy(running.resolve("ledger.mv.db"), folder.resolve("ledger.mv.db"));
        connection.destroy();
    }

    private LedgerStore start() {
        LedgerStore store = new LedgerStore(LedgerStore.folder(data));
        try {
            new TakeOver(data, store).run();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Test
    void takesAllRowsAndTheLogOnce() throws IOException {
        fillDatabase(40, 700);
        Files.writeString(folder.resolve("claims-12"), LOG);
        try (LedgerStore store = start()) {
            Ledgers.Kind kind = Ledgers.embedded(store);
            assertThat(kind.size().now().rows()).isEqualTo(40 * 700 + 1);
            UUID first = UUID.fromString("00000000-0000-4000-8000-000000000001");
            assertThat(kind.search().event(first))
                    .containsExactly(new Search.FoundEvent(
                            new Ledger.Entry(
                                    first, CLAIM, "ORDER.NEW", "object-1", RECEIVED, RECEIVED, "upvest.orders"),
                            2));
            assertThat(kind.search().event(UUID.fromString("00000000-0000-4000-8000-000000000002")))
                    .extracting(Search.FoundEvent::duplicates)
                    .containsExactly(1);
            assertThat(kind.search().eventsOf(CLAIM, 1000)).hasSize(700);
            assertThat(kind.search().attempts(CLAIM, 10))
                    .extracting(found -> found.delivery().events() + "/" + found.duplicates())
                    .containsExactly("701/1");
            assertThat(kind.search().lastAccepted(10)).containsOnlyKeys("w-1", "w-2");
            assertThat(kind.search().about("object-1", 100_000)).hasSize(40 * 100);
            UUID logged = UUID.fromString("44444444-4444-4444-8444-444444444444");
            assertThat(kind.ledger().owners(List.of(first, logged)))
                    .containsEntry(first, CLAIM)
                    .containsEntry(logged, LOGGED);
            assertThat(kind.completeness().gaps(RECEIVED, RECEIVED.plus(Duration.ofDays(1)), 10))
                    .isEmpty();
            assertThat(kind.audit().newest(10))
                    .extracting(row -> row.number() + " " + row.who())
                    .containsExactly("1 Ada");
        }
        assertThat(folder).isDirectoryContaining("glob:**/ledger.mv.db.taken-over");
        assertThat(folder).isDirectoryContaining("glob:**/claims-12.taken-over");
        assertThat(folder.resolve("ledger.mv.db")).doesNotExist();
        try (LedgerStore again = start()) {
            assertThat(Ledgers.embedded(again).size().now().rows()).isEqualTo(40 * 700 + 1);
        }
    }

    @Test
    void goesOnWhereItWasCutOff() throws IOException {
        fillDatabase(60, 700);
        for (int rows = 1; rows < 30_000; rows += 10_000) {
            LedgerStore store = new LedgerStore(LedgerStore.folder(data));
            LedgerSize size = Ledgers.embedded(store).size();
            CompletableFuture<Void> takeOver = CompletableFuture.runAsync(() -> new TakeOver(data, store).run());
            while (size.now().rows() < rows) {
                Thread.onSpinWait();
            }
            store.close();
            assertThat(takeOver).failsWithin(Duration.ofMinutes(1));
            assertThat(folder.resolve("ledger.mv.db")).exists();
        }
        try (LedgerStore store = start()) {
            Ledgers.Kind kind = Ledgers.embedded(store);
            assertThat(kind.size().now().rows()).isEqualTo(60 * 700);
            Completeness.Sum sum = kind.completeness().sum(RECEIVED, RECEIVED.plus(Duration.ofDays(1)));
            assertThat(sum.received()).isEqualTo(60 * 701);
            assertThat(sum.missing()).isZero();
            assertThat(kind.audit().newest(10)).hasSize(1);
        }
    }

    @Test
    void tellsWhatToDoWithAFileThatCannotBeRead() throws IOException {
        Files.writeString(folder.resolve("ledger.mv.db"), "no database");
        assertThatThrownBy(this::start)
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("Move ")
                .hasMessageContaining("ledger.mv.db");
    }
}

package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static upvest.gateway.ledger.LedgerTest.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** What the embedded ledger knows after it ended without a word, as a killed process leaves it. */
class FileClaimLogTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678912Z");

    @TempDir
    private Path data;

    private Opened ledger;

    @BeforeEach
    void open() throws SQLException {
        ledger = new Opened(data);
    }

    @Test
    void aCommittedDeliveryIsThereAndAddsUp() throws SQLException {
        UUID first = ledger.enter(List.of(entry(), entry()), Map.of());
        Ledger.Entry again = entry();
        ledger.enter(List.of(again), Map.of());
        ledger.enter(List.of(entry()), Map.of(again.eventId(), 2));

        Opened after = ledger.killed();

        assertThat(after.rows("SELECT count(*) FROM ledger")).isEqualTo(4);
        assertThat(after.rows("SELECT count(*) FROM ledger WHERE claim_id = '" + first + "' AND created_at IS NULL"))
                .isEqualTo(2);
        assertThat(after.rows("SELECT count(*) FROM deliveries")).isEqualTo(3);
        assertThat(after.rows("SELECT duplicates FROM ledger WHERE event_id = '" + again.eventId() + "'"))
                .isEqualTo(2);
        assertThat(after.lines()).isEmpty();
    }

    @Test
    void whatWasRolledBackIsNot() throws SQLException {
        ledger.enter(List.of(entry()), Map.of());
        ledger.transaction.executeWithoutResult(status -> {
            ledger.claim(List.of(entry()), Map.of());
            status.setRollbackOnly();
        });
        assertThat(ledger.killed().rows("SELECT count(*) FROM ledger")).isEqualTo(1);
    }

    @Test
    void aLineThatWasNotFinishedIsLeftOut() throws Exception {
        ledger.enter(List.of(entry()), Map.of());
        Path log = ledger.lines().get(0);
        String line = Files.readString(log);
        Files.writeString(log, line.substring(0, line.length() / 2), StandardOpenOption.APPEND);

        assertThat(ledger.killed().rows("SELECT count(*) FROM ledger")).isEqualTo(1);
    }

    @Test
    void linesThatTheFileHasAlreadyChangeNothing() throws Exception {
        Ledger.Entry entry = entry();
        ledger.enter(List.of(entry), Map.of());
        ledger.enter(List.of(), Map.of(entry.eventId(), 1));
        Path log = ledger.lines().get(0);
        String lines = Files.readString(log);
        ledger.file.tidy();
        assertThat(ledger.lines()).as("the log, once the file is written").isEmpty();
        Files.writeString(log, lines);

        Opened after = ledger.killed();

        assertThat(after.rows("SELECT count(*) FROM ledger")).isEqualTo(1);
        assertThat(after.rows("SELECT sum(duplicates) FROM ledger")).isEqualTo(1);
        assertThat(after.rows("SELECT count(*) FROM deliveries")).isEqualTo(2);
    }

    @Test
    void whatWaitsForTheDiskRunsOnceTheFileIsWritten() throws SQLException {
        List<Integer> lines = new ArrayList<>();
        ledger.enter(List.of(entry()), Map.of());
        ledger.log.whenOnDisk(() -> lines.add(ledger.lines().size()));
        assertThat(lines).as("nothing is written yet").isEmpty();
        ledger.file.tidy();
        ledger.file.tidy();
        assertThat(lines).as("once, and then no line is needed").containsExactly(0);
    }

    @Test
    void whatWaitsForTheDiskWaitsOnWhenTheFileCannotBeWritten() {
        List<String> done = new ArrayList<>();
        ledger.log.whenOnDisk(() -> done.add("first"));
        assertThatThrownBy(() -> ledger.log.checkpoint(() -> {
                    ledger.log.whenOnDisk(() -> done.add("later"));
                    throw new IllegalStateException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(done).isEmpty();
        ledger.file.tidy();
        assertThat(done).containsExactlyInAnyOrder("first", "later");
    }

    @Test
    void whatOperatorsChangeIsInTheFile() throws SQLException {
        Ledger.Entry entry = entry();
        ledger.enter(List.of(entry), Map.of());
        ledger.transaction.executeWithoutResult(status -> ledger.corrections.moved(entry.eventId(), "upvest.payments"));
        assertThat(ledger.corrections.unname(entry.objectId())).isEqualTo(1);

        Opened after = ledger.killed();

        assertThat(after.rows("SELECT count(*) FROM ledger WHERE channel = 'upvest.payments' AND object_id IS NULL"))
                .isEqualTo(1);
    }

    /** As after a full disk: H2 gives its file up, the next connection opens it anew. */
    @Test
    void aLedgerThatIsOpenedAgainIsCompletedBeforeItIsUsed() throws SQLException {
        ledger.enter(List.of(entry()), Map.of());
        ledger.endWithoutAWord();
        try (var connection = ledger.pool.getConnection()) {
            ledger.recovery.opened(connection);
            assertThat(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                            .queryForObject("SELECT count(*) FROM ledger", Integer.class))
                    .isEqualTo(1);
        }
    }

    private static final class Opened {
        private final Path data;
        private final JdbcDataSource pool = new JdbcDataSource();
        private final SingleConnectionDataSource held;
        private final FileClaimLog log;
        private final LogRecovery recovery;
        private final LedgerFile file;
        private final TransactionTemplate transaction;
        private final Corrections corrections;

        Opened(Path data) throws SQLException {
            this.data = data;
            pool.setURL(LedgerFile.url(data, Duration.ofSeconds(5)));
            held = new SingleConnectionDataSource(pool.getConnection(), true); // H2 closes its file with the last one
            Flyway.configure().dataSource(pool).load().migrate();
            log = new FileClaimLog(LedgerFile.folder(data));
            recovery = new LogRecovery(log, Duration.ofSeconds(5));
            recovery.start(pool);
            file = new LedgerFile(pool, log);
            var manager = new LoggedTransactionManager(pool, log);
            transaction = new TransactionTemplate(manager);
            corrections = new Corrections(manager);
        }

        UUID enter(List<Ledger.Entry> events, Map<UUID, Integer> again) {
            return transaction.execute(status -> claim(events, again));
        }

        UUID claim(List<Ledger.Entry> events, Map<UUID, Integer> again) {
            UUID claim = UUID.randomUUID();
            if (!events.isEmpty()) {
                new Ledger(pool, pool, Duration.ofSeconds(5)).claim(claim, events);
            }
            var delivery = new AcceptedDelivery(claim, UUID.randomUUID(), null, NOW, events.size() + again.size());
            new AcceptedDeliveries(pool, Duration.ofSeconds(5)).enter(delivery, again);
            log.note(new ClaimLog.Claimed(delivery, events, again));
            return claim;
        }

        Opened killed() throws SQLException {
            endWithoutAWord();
            return new Opened(data);
        }

        void endWithoutAWord() {
            new JdbcTemplate(held).execute("SHUTDOWN IMMEDIATELY");
        }

        int rows(String sql) {
            Integer rows = new JdbcTemplate(pool).queryForObject(sql, Integer.class);
            return rows == null ? 0 : rows;
        }

        List<Path> lines() {
            try (Stream<Path> files = Files.list(LedgerFile.folder(data))) {
                return files.filter(path -> path.getFileName().toString().startsWith("claims"))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

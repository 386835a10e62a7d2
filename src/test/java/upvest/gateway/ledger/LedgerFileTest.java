package upvest.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class LedgerFileTest {
    private static final int DELIVERIES = 600;
    private static final int EVENTS = 100;

    @TempDir
    private Path data;

    @Test
    void replacedPartsOfTheFileAreUsedAgain() throws Exception {
        long kept = fill(false, data.resolve("kept")); // each commit written at once
        long tidied = fill(true, data.resolve("tidied"));
        assertThat(tidied).as("bytes, of %d without housekeeping", kept).isLessThan(kept / 2);
    }

    /** @return length of the file, bytes */
    private static long fill(boolean tidy, Path home) throws SQLException, IOException {
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                LedgerFile.url(home, Duration.ofSeconds(4))
                        .replaceFirst("RETENTION_TIME=\\d+", "RETENTION_TIME=0")
                        .replaceFirst("WRITE_DELAY=\\d+", tidy ? "$0" : "WRITE_DELAY=0"),
                "",
                ""); // what is replaced may be used again at once
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        Flyway.configure().dataSource(pool).load().migrate();
        Ledger ledger = new Ledger(pool, pool, Duration.ofSeconds(4));
        try (LedgerFile file = new LedgerFile(pool, new FileClaimLog(LedgerFile.folder(home)))) {
            for (int delivery = 0; delivery < DELIVERIES; delivery++) {
                ledger.claim(
                        UUID.randomUUID(),
                        Stream.generate(LedgerFileTest::entry).limit(EVENTS).toList());
                if (tidy && delivery % 10 == 0) {
                    file.tidy();
                }
            }
        }
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM ledger", Integer.class))
                .isEqualTo(DELIVERIES * EVENTS);
        jdbc.execute("SHUTDOWN IMMEDIATELY"); // else it tidies up as it closes
        return Files.size(home.resolve("ledger/ledger.mv.db"));
    }

    private static Ledger.Entry entry() {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        return new Ledger.Entry(UUID.randomUUID(), UUID.randomUUID(), "ORDER.NEW", null, now, now, "upvest.orders");
    }
}

package upvest.gateway.ledger;

import java.nio.file.Path;
import java.time.Duration;

/** Where the embedded ledger's file is. */
public final class LedgerFile {
    private LedgerFile() {}

    /** H2 as PostgreSQL reads SQL. The cache takes some four times of what H2 reckons (here kB). */
    public static String url(Path data, Duration lockTimeout) {
        return "jdbc:h2:file:" + folder(data).resolve("ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                + ";CACHE_SIZE=4096;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=" + lockTimeout.toMillis();
    }

    static Path path(Path data) {
        return folder(data).resolve("ledger.mv.db");
    }

    private static Path folder(Path data) {
        return data.toAbsolutePath().normalize().resolve("ledger");
    }
}

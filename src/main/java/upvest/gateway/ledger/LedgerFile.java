package upvest.gateway.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.Background;

/**
 * Housekeeping of the embedded ledger's file: once a second it is written, with all that was committed, and forced to the
 * disk. Until then a commit is in the log ({@link FileClaimLog}).
 */
public final class LedgerFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Parts of the file whose content is in use by less than this, percent, are written anew. */
    private static final int FILL = 50;

    private static final int STEP_BYTES = 1024 * 1024;
    private static final int MOST_STEPS = 8;
    private static final int LONGEST_END_SECONDS = 5;

    private final DataSource ledger;
    private final FileClaimLog log;
    private final ScheduledExecutorService worker = Background.worker("ledger-file");

    LedgerFile(DataSource ledger, FileClaimLog log) {
        this.ledger = ledger;
        this.log = log;
    }

    /**
     * The file is written when this class says so. What is replaced in it stays for longer than it takes to force the rest to
     * the disk: a power loss finds a whole file. The cache takes some four times of what H2 reckons (here kB).
     *
     * @param data home of everything the gateway writes
     */
    public static String url(Path data, Duration lockTimeout) {
        return "jdbc:h2:file:" + folder(data).resolve("ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                + ";WRITE_DELAY=60000;RETENTION_TIME=10000;CACHE_SIZE=4096"
                + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=" + lockTimeout.toMillis();
    }

    /** Where the file is. */
    static Path path(Path data) {
        return folder(data).resolve("ledger.mv.db");
    }

    /** Where the file and its log are. */
    static Path folder(Path data) {
        return data.toAbsolutePath().normalize().resolve("ledger");
    }

    public void start() {
        var unused =
                worker.scheduleWithFixedDelay(this::tidy, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void tidy() {
        try (Connection connection = ledger.getConnection();
                Statement statement = connection.createStatement()) {
            log.checkpoint(() -> write(statement)); // power may fail: what is older than this is on the disk
            MVStore file = LogRecovery.database(connection).getStore().getMvStore();
            boolean more = true;
            for (int step = 0; step < MOST_STEPS && more; step++) { // between two steps others commit
                more = file.compact(FILL, STEP_BYTES);
            }
        } catch (SQLException
                | RuntimeException e) { // tried again in a second; what is thrown on would be the last time
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("no housekeeping in the ledger's file");
        }
    }

    private static void write(Statement statement) {
        try {
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        worker.shutdown(); // no interrupt: it would close the file
        try {
            if (worker.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                tidy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

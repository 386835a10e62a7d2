package upvest.gateway.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.Background;

/**
 * Housekeeping of the embedded ledger's file. H2 does its own in a thread that it does not have when each commit is
 * written at once: without this the file would grow with every commit, and nothing would ever be forced to the disk.
 */
public final class LedgerFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Parts of the file whose content is in use by less than this, percent, are written anew. */
    private static final int FILL = 50;

    private static final int STEP_BYTES = 1024 * 1024;
    private static final int MOST_STEPS = 8;

    private final DataSource ledger;
    private final ScheduledExecutorService worker = Background.worker("ledger-file");

    public LedgerFile(DataSource ledger) {
        this.ledger = ledger;
    }

    /**
     * Every commit is in the file before it returns: a killed process forgets nothing. What is replaced in the file stays for
     * longer than it takes to force the rest to the disk: a power loss finds a whole file.
     *
     * @param data home of everything the gateway writes
     */
    public static String url(Path data, Duration lockTimeout) {
        return "jdbc:h2:file:" + home(data)
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;RETENTION_TIME=10000"
                + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=" + lockTimeout.toMillis();
    }

    /** Where the file is. */
    static Path path(Path data) {
        return Path.of(home(data) + ".mv.db");
    }

    private static Path home(Path data) {
        return data.toAbsolutePath().normalize().resolve("ledger/ledger");
    }

    public void start() {
        var unused =
                worker.scheduleWithFixedDelay(this::tidy, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void tidy() {
        try (Connection connection = ledger.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC"); // power may fail: what is older than this is on the disk
            MVStore file = ((SessionLocal)
                            connection.unwrap(JdbcConnection.class).getSession())
                    .getDatabase()
                    .getStore()
                    .getMvStore();
            boolean more = true;
            for (int step = 0; step < MOST_STEPS && more; step++) { // between two steps others commit
                more = file.compact(FILL, STEP_BYTES);
            }
        } catch (SQLException
                | RuntimeException e) { // tried again in a second; what is thrown on would be the last time
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("no housekeeping in the ledger's file");
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}

package upvest.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Housekeeping of the embedded ledger's file. H2 does its own in a thread that it does not have when each commit is
 * written at once: without this the file would grow with every commit, and nothing would ever be forced to the disk.
 */
final class LedgerFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Parts of the file whose content is in use by less than this, percent, are written anew. */
    private static final int FILL = 50;

    private static final int STEP_BYTES = 1024 * 1024;
    private static final int MOST_STEPS = 8;

    private final DataSource ledger;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ledger-file");
        thread.setDaemon(true);
        return thread;
    });

    LedgerFile(DataSource ledger) {
        this.ledger = ledger;
    }

    void start() {
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
        } catch (SQLException | MVStoreException e) { // tried again in a second
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("no housekeeping in the ledger's file");
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}

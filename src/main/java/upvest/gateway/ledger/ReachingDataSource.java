package upvest.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Opens the pool's connections. The pool itself waits longer and longer between attempts, at last for 5 s; here a database
 * that was there is asked again ten times a second, so that the first delivery after an outage finds it. One that may
 * not be written is none.
 */
final class ReachingDataSource extends DriverManagerDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(ReachingDataSource.class);
    private static final int PAUSE_MILLIS = 100;
    /** For what sets no time of its own, such as a migration; the time-out of the line is for reaching it. */
    private static final int WORK_MILLIS = 600_000;

    /** PostgreSQL's code for writing where that is forbidden. */
    static final String READ_ONLY = "25006";

    private final AtomicBoolean everReached = new AtomicBoolean();
    private volatile @Nullable String failure;

    ReachingDataSource(String url, Properties line) {
        super(url, line);
    }

    @Override
    protected Connection getConnectionFromDriverManager(String url, Properties line) throws SQLException {
        for (boolean first = true; ; first = false) {
            try {
                Connection connection = open(url, line);
                if (!first) {
                    LOG.info("the ledger is reached again");
                }
                everReached.set(true);
                failure = null;
                return connection;
            } catch (SQLException e) {
                if (!everReached.get()) {
                    throw e; // a start does not wait
                }
                failure = e.getMessage();
                if (first) {
                    LOG.atWarn().addKeyValue("cause", e.getMessage()).log("the ledger cannot be reached");
                }
                pause();
            }
        }
    }

    private Connection open(String url, Properties line) throws SQLException {
        Connection connection = super.getConnectionFromDriverManager(url, line);
        try {
            requireWritable(connection);
            connection.setNetworkTimeout(Runnable::run, WORK_MILLIS);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Who sets a database read-only sets the sessions that begin then, for as long as they last. */
    private static void requireWritable(Connection connection) throws SQLException {
        try (Statement ask = connection.createStatement();
                ResultSet answer = ask.executeQuery("SHOW transaction_read_only")) {
            if (answer.next() && "on".equals(answer.getString(1))) {
                throw new SQLException("the database is read-only", READ_ONLY);
            }
        }
    }

    /** Why the last attempt to reach it was in vain; null when it was not. */
    @Nullable
    String failure() {
        return failure;
    }

    private static void pause() throws SQLException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) { // the pool is closed
            Thread.currentThread().interrupt();
            throw new SQLException("the gateway stops", e);
        }
    }
}

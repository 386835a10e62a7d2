package upvest.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Opens the pool's connections. The pool itself waits longer and longer between attempts, at last for 5 s; here a database
 * that was there is asked again ten times a second, so that the first delivery after an outage finds it.
 */
final class ReachingDataSource extends DriverManagerDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(ReachingDataSource.class);
    private static final int PAUSE_MILLIS = 100;
    /** For what sets no time of its own, such as a migration; the time-out of the line is for reaching it. */
    private static final int WORK_MILLIS = 600_000;

    private final AtomicBoolean everReached = new AtomicBoolean();

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
                return connection;
            } catch (SQLException e) {
                if (!everReached.get()) {
                    throw e; // a start does not wait
                }
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
            connection.setNetworkTimeout(Runnable::run, WORK_MILLIS);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
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

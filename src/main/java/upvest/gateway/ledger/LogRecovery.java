package upvest.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Enters from the log what the embedded ledger lacks: when the gateway starts, and when the ledger had to be opened again
 * because its file could not be written.
 */
final class LogRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

    private final FileClaimLog log;
    private final Duration patience;
    private @Nullable Database recovered;

    LogRecovery(FileClaimLog log, Duration patience) {
        this.log = log;
        this.patience = patience;
    }

    /** Once the tables are there, before the first delivery. */
    void start(DataSource ledger) throws SQLException {
        try (Connection connection = ledger.getConnection()) {
            recover(connection);
        }
    }

    /** Called with each new connection, before it is used. */
    synchronized void opened(Connection connection) throws SQLException {
        if (recovered != null && recovered != database(connection)) {
            recover(connection);
        }
    }

    private synchronized void recover(Connection connection) throws SQLException {
        var one = new SingleConnectionDataSource(connection, true);
        var events = new Ledger(one, one, patience);
        var deliveries = new AcceptedDeliveries(one, patience);
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(one));
        int lines = log.recover(
                claimed -> transaction.executeWithoutResult(status -> {
                    if (!claimed.events().isEmpty()) {
                        events.claim(claimed.delivery().claimId(), claimed.events());
                    }
                    deliveries.enter(claimed.delivery(), claimed.again());
                }),
                () -> new JdbcTemplate(one).execute("CHECKPOINT SYNC"));
        recovered = database(connection);
        if (lines > 0) {
            LOG.atInfo().addKeyValue("deliveries", lines).log("the ledger is completed from its log");
        }
    }

    static Database database(Connection connection) throws SQLException {
        return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase();
    }
}

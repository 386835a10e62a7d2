package upvest.gateway.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * The pool of the ledger's connections. None that may not write stays in it, and who gets none is told why there is none.
 */
final class LedgerPool extends HikariDataSource {
    private final ReachingDataSource source;

    /** @param source the pool's own, which opens its connections */
    LedgerPool(HikariConfig pool, ReachingDataSource source) {
        super(pool);
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException e) {
            String why = source.failure();
            throw why == null ? e : new SQLTransientConnectionException(why, e.getSQLState());
        }
    }
}

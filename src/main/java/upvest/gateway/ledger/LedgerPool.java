package upvest.gateway.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
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

    /** A session that began while writing was forbidden may never write. */
    static final class Evicting implements SQLExceptionOverride {
        @java.lang.Override // the interface has a type of this name
        public Override adjudicate(SQLException failure) {
            return ReachingDataSource.READ_ONLY.equals(failure.getSQLState())
                    ? Override.MUST_EVICT
                    : Override.CONTINUE_EVICT;
        }
    }
}

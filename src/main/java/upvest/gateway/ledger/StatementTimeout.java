package upvest.gateway.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How long a statement about events may take.
 *
 * @param timeout longest wait for a statement about few of them, a lock included
 */
record StatementTimeout(Duration timeout) {
    private static final int SLOWEST_EVENTS_A_SECOND = 2000;

    /** The more events, the longer it may take: no delivery is so large that it can never be accepted. */
    PreparedStatement bound(PreparedStatement statement, int events) throws SQLException {
        int seconds = Math.max(1, (int) timeout.toSeconds()) + events / SLOWEST_EVENTS_A_SECOND;
        statement.setQueryTimeout(seconds);
        statement.getConnection().setNetworkTimeout(Runnable::run, 1000 * (seconds + 1)); // the line is dead
        return statement;
    }
}

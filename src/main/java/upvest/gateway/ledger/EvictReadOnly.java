package upvest.gateway.ledger;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** A session that began while writing was forbidden may never write: its connection does not stay in the pool. */
final class EvictReadOnly implements SQLExceptionOverride {
    @java.lang.Override // the interface has a type of this name
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return ReachingDataSource.READ_ONLY.equals(failure.getSQLState())
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}

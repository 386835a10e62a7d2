package upvest.gateway.operations;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import upvest.gateway.ledger.LedgerSize;
import upvest.gateway.ledger.Search;

/**
 * What the ledger knows of itself.
 *
 * @param accepted when each subscription's newest delivery was accepted
 * @param size null when it cannot be asked
 * @param failure why it cannot be asked; empty when it can
 */
record LedgerReport(SortedMap<String, Instant> accepted, LedgerSize.@Nullable Size size, String failure) {
    private static final int MOST_SUBSCRIPTIONS = 20;

    static LedgerReport of(Search search, LedgerSize size) {
        try {
            return new LedgerReport(search.lastAccepted(MOST_SUBSCRIPTIONS), size.now(), "");
        } catch (DataAccessException | TransactionException e) {
            return new LedgerReport(
                    Collections.emptySortedMap(),
                    null,
                    "the ledger cannot be asked: "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }
}

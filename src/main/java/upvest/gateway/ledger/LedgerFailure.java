package upvest.gateway.ledger;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in a sentence, at the end of a failed start, that it was the ledger, and what the database says. */
final class LedgerFailure implements FailureAnalyzer {
    /** Called by Spring Boot. */
    LedgerFailure() {}

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        FailureAnalysis analysis = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) { // the deepest one has the reason
                analysis = new FailureAnalysis(
                        "upvest.ledger.url: the ledger cannot be used: " + firstLine(cause),
                        "Is PostgreSQL there, and may upvest.ledger.user make tables in its schema?",
                        failure);
            } else if (cause instanceof RocksDBException) {
                analysis = new FailureAnalysis(
                        "upvest.data: the ledger cannot be opened: " + firstLine(cause),
                        "Does another gateway use the folder, is its disk full?",
                        failure);
            }
        }
        return analysis;
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("it does not say why");
    }
}

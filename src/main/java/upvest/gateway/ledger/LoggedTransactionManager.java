package upvest.gateway.ledger;

import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * The embedded ledger's transactions: what a delivery enters is in the log when its commit returns, what somebody else
 * changes is in the ledger's file.
 */
final class LoggedTransactionManager extends DataSourceTransactionManager {
    private static final long serialVersionUID = 1;

    private final transient FileClaimLog log;
    private final transient JdbcTemplate ledger;

    LoggedTransactionManager(DataSource ledger, FileClaimLog log) {
        super(ledger);
        this.log = log;
        this.ledger = new JdbcTemplate(Objects.requireNonNull(getDataSource()));
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        log.commit(() -> super.doCommit(status), () -> ledger.execute("CHECKPOINT"));
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        log.forget();
        super.doCleanupAfterCompletion(transaction);
    }
}

package upvest.gateway.ledger;

import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** H2's transactions, forced to the disk before a commit returns: by itself H2 does so some time later. */
final class DurableTransactionManager extends DataSourceTransactionManager {
    private static final long serialVersionUID = 1;

    private final transient JdbcTemplate ledger;

    DurableTransactionManager(DataSource ledger) {
        super(ledger);
        this.ledger = new JdbcTemplate(Objects.requireNonNull(getDataSource()));
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        super.doCommit(status);
        ledger.execute("CHECKPOINT SYNC");
    }
}

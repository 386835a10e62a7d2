package upvest.gateway.ledger;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@link LedgerSize} as PostgreSQL estimates it: counting would read the table. */
final class JdbcLedgerSize implements LedgerSize {
    private static final String SIZE =
            """
            SELECT CAST(reltuples AS BIGINT), pg_total_relation_size(oid) + pg_total_relation_size('deliveries')
            FROM pg_class WHERE oid = CAST('ledger' AS REGCLASS)""";

    private final JdbcTemplate reads;
    private final StatementTimeout patience;

    /** @param timeout longest wait for an answer */
    JdbcLedgerSize(DataSource reads, Duration timeout) {
        this.reads = new JdbcTemplate(reads);
        this.patience = new StatementTimeout(timeout);
    }

    @Override
    public Size now() {
        return Objects.requireNonNull(reads.query(
                        connection -> {
                            PreparedStatement select = connection.prepareStatement(SIZE);
                            return patience.bound(select, 0);
                        },
                        (row, number) -> new Size(row.getLong(1), false, row.getLong(2)))
                .get(0));
    }
}

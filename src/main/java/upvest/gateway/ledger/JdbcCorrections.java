package upvest.gateway.ledger;

import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link Corrections} by statements. */
final class JdbcCorrections implements Corrections {
    private final JdbcTemplate rows;
    private final TransactionOperations transaction;

    /** @param ledger of the caller's transaction, if there is one */
    JdbcCorrections(DataSourceTransactionManager ledger) {
        this.rows = new JdbcTemplate(Objects.requireNonNull(ledger.getDataSource()));
        this.transaction = new TransactionTemplate(ledger);
    }

    @Override
    public int naming(String object) {
        Integer[] keys = ObjectKey.ofEveryDay(object, rows);
        Integer named = rows.query(
                "SELECT count(*)" + ObjectKey.ROWS, select -> ObjectKey.bind(select, keys, object), result -> {
                    result.next();
                    return result.getInt(1);
                });
        return named == null ? 0 : named;
    }

    @Override
    public int unname(String object) {
        Integer[] keys = ObjectKey.ofEveryDay(object, rows);
        Integer named = transaction.execute(status -> rows.update(
                "UPDATE ledger SET object_id = NULL, object_key = NULL WHERE event_id IN (SELECT l.event_id"
                        + ObjectKey.ROWS + ")",
                update -> ObjectKey.bind(update, keys, object)));
        return named == null ? 0 : named;
    }

    @Override
    public void removed(Collection<UUID> events, String queue, String how) {
        String part = "," + queue + " " + how.replace(',', ' ');
        transaction.executeWithoutResult(status -> rows.batchUpdate(
                "UPDATE ledger SET channel = channel || ? WHERE event_id = ?",
                events.stream().map(event -> new Object[] {part, event}).toList()));
    }
}

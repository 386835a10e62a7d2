package upvest.gateway.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who did what, when, and to how many: rows in the ledger's database that are added and never changed. Retention does not
 * touch them.
 */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.audit");
    private static final int LONGEST = 1000;

    private final JdbcTemplate rows;
    private final TransactionTemplate alone;
    private final Clock clock;

    Audit(DataSourceTransactionManager ledger, Clock clock) {
        this.rows = new JdbcTemplate(Objects.requireNonNull(ledger.getDataSource()));
        this.alone = new TransactionTemplate(ledger);
        this.alone.setPropagationBehavior(
                TransactionDefinition.PROPAGATION_REQUIRES_NEW); // whatever becomes of the action
        this.clock = clock;
    }

    /** One row. */
    public record Entry(
            long number,
            Instant at,
            String who,
            String action,
            String arguments,
            boolean dryRun,
            long howMany,
            String outcome) {}

    /**
     * Adds a row. An action that cannot be recorded must not be done: let the exception through.
     *
     * @param howMany messages, files, rows: what the action is about
     * @param outcome how it went, in a few words
     */
    public void add(Action action, long howMany, String outcome) {
        alone.executeWithoutResult(status -> rows.update(
                "INSERT INTO audit (at, who, action, arguments, dry_run, how_many, outcome)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                clock.instant().atOffset(ZoneOffset.UTC),
                action.who(),
                action.what(),
                action.arguments(),
                action.dryRun(),
                howMany,
                Action.cut(outcome, LONGEST)));
        LOG.atInfo()
                .addKeyValue("who", action.who())
                .addKeyValue("action", action.what())
                .addKeyValue("dryRun", action.dryRun())
                .addKeyValue("howMany", howMany)
                .addKeyValue("outcome", outcome)
                .log("operator");
    }

    /** The newest rows, the newest first. */
    public List<Entry> newest(int atMost) {
        return rows.query(
                "SELECT number, at, who, action, arguments, dry_run, how_many, outcome"
                        + " FROM audit ORDER BY number DESC LIMIT ?",
                (row, index) -> new Entry(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getBoolean(6),
                        row.getLong(7),
                        row.getString(8)),
                atMost);
    }
}

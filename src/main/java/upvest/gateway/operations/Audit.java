package upvest.gateway.operations;

import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.ledger.AuditRow;
import upvest.gateway.ledger.AuditRows;

/**
 * Who did what, when, and to how many: rows with the ledger that are added and never changed. Retention does not
 * touch them.
 */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.audit");
    private static final int LONGEST = 1000;

    private final AuditRows rows;
    private final Clock clock;

    Audit(AuditRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * Adds a row. An action that cannot be recorded must not be done: let the exception through.
     *
     * @param howMany messages, files, rows: what the action is about
     * @param outcome how it went, in a few words
     */
    public void add(Action action, long howMany, String outcome) {
        rows.add(new AuditRow(
                0,
                clock.instant(),
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
    public List<AuditRow> newest(int atMost) {
        return rows.newest(atMost);
    }
}

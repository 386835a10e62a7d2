package upvest.gateway.ledger;

import java.util.List;

/** Where the audit is kept: with the ledger. */
public interface AuditRows {
    /**
     * Adds a row that is on the disk when this returns.
     *
     * @param row its number does not matter: it gets the next one
     */
    void add(AuditRow row);

    /** The newest rows, the newest first. */
    List<AuditRow> newest(int atMost);
}

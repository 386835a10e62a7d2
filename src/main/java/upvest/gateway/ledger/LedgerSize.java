package upvest.gateway.ledger;

/** How large the ledger is, without counting its rows one by one. */
public interface LedgerSize {
    /**
     * A size.
     *
     * @param rows events; PostgreSQL's own estimate, -1 while it has none
     * @param exact whether rows is no estimate
     */
    record Size(long rows, boolean exact, long bytes) {}

    Size now();
}

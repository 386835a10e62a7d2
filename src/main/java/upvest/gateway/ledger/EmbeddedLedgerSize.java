package upvest.gateway.ledger;

/** {@link LedgerSize} as the embedded ledger counts along. */
final class EmbeddedLedgerSize implements LedgerSize {
    private final LedgerStore store;

    EmbeddedLedgerSize(LedgerStore store) {
        this.store = store;
    }

    @Override
    public Size now() {
        return new Size(store.read(ChangedRows::total).rows(), true, store.bytes());
    }
}

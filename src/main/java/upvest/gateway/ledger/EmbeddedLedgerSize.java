package upvest.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;

/** {@link LedgerSize} as the embedded ledger counts along. */
final class EmbeddedLedgerSize implements LedgerSize {
    private final LedgerStore store;

    EmbeddedLedgerSize(LedgerStore store) {
        this.store = store;
    }

    @Override
    public Size now() {
        try {
            return new Size(store.read(ChangedRows::total).rows(), true, store.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

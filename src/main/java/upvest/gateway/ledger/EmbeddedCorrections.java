package upvest.gateway.ledger;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import upvest.gateway.ledger.Search.FoundEvent;

/** {@link Corrections} in the embedded ledger. */
final class EmbeddedCorrections implements Corrections {
    private final LedgerStore store;

    EmbeddedCorrections(LedgerStore store) {
        this.store = store;
    }

    @Override
    public int naming(String object) {
        return store.read(open -> {
            long naming = 0;
            for (Place place : ObjectPlaces.of(open, object)) {
                byte[] value = open.get(Keys.claim(place));
                naming += value == null
                        ? 0
                        : Stored.rows(place, value).stream()
                                .filter(row -> object.equals(row.entry().objectId()))
                                .count();
            }
            return Math.toIntExact(naming);
        });
    }

    /** Rewrites the rows: what they were before is not on the disk any more. */
    @Override
    public int unname(String object) {
        int named = store.write(open -> {
            try (ChangedRows rows = new ChangedRows(open, List.of())) {
                int unnamed = 0;
                for (Place place : ObjectPlaces.of(open, object)) {
                    unnamed += rows.unname(object, place);
                }
                rows.write();
                return unnamed;
            }
        });
        if (named > 0) {
            store.read(open -> {
                open.rewrite();
                return named;
            });
        }
        return named;
    }

    @Override
    public void removed(Collection<UUID> events, String queue, String how) {
        store.write(open -> {
            try (ChangedRows rows = new ChangedRows(open, events)) {
                for (UUID event : events) {
                    FoundEvent row = rows.row(event);
                    if (row != null) {
                        rows.replace(new FoundEvent(row.entry().withRemoved(queue, how), row.duplicates()));
                    }
                }
                rows.write();
                return true;
            }
        });
    }
}

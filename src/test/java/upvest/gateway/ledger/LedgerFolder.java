package upvest.gateway.ledger;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.rocksdb.WriteBatch;

/** The embedded ledger of a gateway that is gone. */
public final class LedgerFolder {
    private LedgerFolder() {}

    /**
     * The ids of all events, each with its channels.
     *
     * @param data home of everything the gateway writes
     */
    public static Map<String, String> channels(Path data) {
        Map<String, String> channels = new HashMap<>();
        try (LedgerStore store = new LedgerStore(LedgerStore.folder(data))) {
            store.<Boolean>read(open -> {
                open.scan(new byte[] {Keys.CLAIM}, (key, value) -> {
                    Place place = Keys.place(key);
                    if (!place.isDelivery()) {
                        Stored.rows(place, value)
                                .forEach(row -> channels.put(
                                        row.entry().eventId().toString(),
                                        row.entry().channel()));
                    }
                    return true;
                });
                return true;
            });
        }
        return channels;
    }

    /** Makes one that only a later release can read. */
    public static void ofALaterRelease(Path data) {
        try (LedgerStore store = new LedgerStore(LedgerStore.folder(data))) {
            store.<Boolean>write(open -> {
                try (WriteBatch batch = new WriteBatch()) {
                    open.put(batch, Keys.FORM, new byte[] {2});
                    open.write(batch);
                    return true;
                }
            });
        }
    }
}

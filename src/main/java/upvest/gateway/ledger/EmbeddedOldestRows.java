package upvest.gateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import upvest.gateway.ledger.Search.FoundEvent;

/** The oldest deliveries of the embedded ledger with their events; in the last step also what led to them. */
final class EmbeddedOldestRows implements OldestRows {
    private final LedgerStore store;
    /** Where the next step begins: looking for the first key would pass all that was deleted before. */
    private byte[] first = Keys.claimsFrom(Long.MIN_VALUE);

    EmbeddedOldestRows(LedgerStore store) {
        this.store = store;
    }

    /** What a step has found. */
    private static final class Found {
        private int keys;
        private int rows;
        private byte @Nullable [] next;
    }

    @Override
    public Step delete(Instant before, int about) {
        byte[] end = Keys.claimsFrom(Micros.of(before));
        return store.writeSoon(open -> {
            try (WriteBatch batch = new WriteBatch()) {
                Found found = new Found();
                if (Arrays.compareUnsigned(first, end) < 0) {
                    open.scan(first, end, (key, value) -> {
                        if (found.keys >= about || found.rows >= about) {
                            found.next = key;
                            return false;
                        }
                        delete(open, batch, key, value, found);
                        return true;
                    });
                }
                if (found.next == null) {
                    deleteIndexes(open, batch, Micros.of(before));
                }
                count(open, batch, found.rows);
                if (batch.count() > 0) {
                    open.write(batch);
                }
                first = found.next == null ? end : found.next;
                return new Step(found.rows, found.next != null);
            }
        });
    }

    private static void delete(OpenStore open, WriteBatch batch, byte[] key, byte[] value, Found found)
            throws RocksDBException {
        Place place = Keys.place(key);
        if (place.isDelivery()) {
            open.delete(
                    batch, Keys.attempt(Stored.delivery(place, value).delivery().deliveryId(), place));
        } else {
            for (FoundEvent row : Stored.rows(place, value)) {
                open.delete(batch, row.entry().eventId());
                found.rows++;
            }
        }
        open.delete(batch, key);
        found.keys++;
    }

    private static void count(OpenStore open, WriteBatch batch, int rows) throws RocksDBException {
        if (rows > 0) {
            Stored.Total total = ChangedRows.total(open);
            open.put(batch, Keys.TOTAL, Stored.total(total.with(-rows, total.newest())));
        }
    }

    /** What has only old events: days of objects, spans of types, subscriptions that are silent. */
    private static void deleteIndexes(OpenStore open, WriteBatch batch, long before) throws RocksDBException {
        byte[] objects = Keys.objectsBefore(Keys.day(before));
        if (open.first(new byte[] {Keys.OBJECT}, objects) != null) {
            open.deleteRange(batch, new byte[] {Keys.OBJECT}, objects);
        }
        byte[] end = Keys.behind(Keys.TYPE);
        byte[] key = open.first(new byte[] {Keys.TYPE}, end);
        while (key != null) {
            String type = Keys.typeOf(key);
            byte[] young = Keys.type(type, before);
            if (Arrays.compareUnsigned(key, young) < 0) {
                open.deleteRange(batch, key, young);
            }
            key = open.first(Keys.type(type, Long.MAX_VALUE), end);
        }
        List<byte[]> silent = new ArrayList<>();
        byte[] old = new Bytes().sorted(before).array();
        open.scan(Keys.subscription(null), (subscription, last) -> {
            if (Arrays.compareUnsigned(last, old) < 0) {
                silent.add(subscription);
            }
            return true;
        });
        for (byte[] subscription : silent) {
            open.delete(batch, subscription);
        }
    }
}

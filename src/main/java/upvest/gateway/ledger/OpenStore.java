package upvest.gateway.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.springframework.dao.QueryTimeoutException;

/** The embedded ledger's RocksDB while it is open. */
final class OpenStore implements AutoCloseable {
    private static final byte[] FORM = {1};

    private final StoreOptions options;
    private final RocksDB db;
    private final ColumnFamilyHandle ids;
    private final ColumnFamilyHandle rows;
    private final WriteOptions unforced = new WriteOptions();
    private final ReadOptions once = new ReadOptions().setFillCache(false);
    private final BooleanSupplier ends;

    /** Told of what a scan finds. */
    interface Visitor {
        /** @return whether to go on */
        boolean visit(byte[] key, byte[] value) throws RocksDBException;
    }

    /** @param ends whether scans are to end soon */
    OpenStore(Path folder, BooleanSupplier ends) throws RocksDBException, IOException {
        Files.createDirectories(folder);
        this.ends = ends;
        options = new StoreOptions();
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try {
            db = RocksDB.open(options.database(), folder.toString(), options.families(), families);
        } catch (RocksDBException e) {
            options.close();
            throw e;
        }
        ids = families.get(0);
        rows = families.get(1);
        byte[] form = get(Keys.FORM);
        if (form == null) {
            db.put(rows, Keys.FORM, FORM);
        } else if (!Arrays.equals(form, FORM)) {
            close();
            throw new IOException("it was written by a later release of the gateway");
        }
    }

    byte @Nullable [] get(byte[] key) throws RocksDBException {
        return db.get(rows, key);
    }

    /** Where the rows of these events are; nothing for those that the ledger does not know. */
    Map<UUID, Place> places(Collection<UUID> events) throws RocksDBException {
        if (events.isEmpty()) {
            return Map.of();
        }
        List<UUID> wanted = List.copyOf(events);
        List<byte[]> found = db.multiGetAsList(
                Collections.nCopies(wanted.size(), ids),
                wanted.stream().map(Keys::event).toList());
        Map<UUID, Place> places = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            byte[] place = found.get(i);
            if (place != null) {
                places.put(wanted.get(i), Place.read(ByteBuffer.wrap(place)));
            }
        }
        return places;
    }

    /** Visits in order what is from one key, inclusive, until another. */
    void scan(byte[] from, byte[] until, Visitor visitor) throws RocksDBException {
        try (RocksIterator at = db.newIterator(rows, once)) {
            for (at.seek(from); at.isValid(); at.next()) {
                byte[] key = at.key();
                if (Arrays.compareUnsigned(key, until) >= 0 || !visitor.visit(key, at.value())) {
                    return;
                }
                if (ends.getAsBoolean()) {
                    throw new QueryTimeoutException("the ledger is being closed");
                }
            }
            at.status();
        }
    }

    /** Visits what begins so. */
    void scan(byte[] prefix, Visitor visitor) throws RocksDBException {
        try (RocksIterator at = db.newIterator(rows, once)) {
            for (at.seek(prefix); at.isValid() && Bytes.begins(at.key(), prefix); at.next()) {
                if (!visitor.visit(at.key(), at.value())) {
                    return;
                }
            }
            at.status();
        }
    }

    /** The first key from this one on, and before the other. */
    byte @Nullable [] first(byte[] from, byte[] until) throws RocksDBException {
        try (RocksIterator at = db.newIterator(rows)) {
            at.seek(from);
            return between(at, from, until);
        }
    }

    /** The last key from this one on, and before the other. */
    byte @Nullable [] last(byte[] from, byte[] until) throws RocksDBException {
        try (RocksIterator at = db.newIterator(rows)) {
            at.seekForPrev(until);
            if (at.isValid() && Arrays.equals(at.key(), until)) {
                at.prev();
            }
            return between(at, from, until);
        }
    }

    private static byte @Nullable [] between(RocksIterator at, byte[] from, byte[] until) throws RocksDBException {
        if (!at.isValid()) {
            at.status();
            return null;
        }
        byte[] key = at.key();
        return Arrays.compareUnsigned(key, from) >= 0 && Arrays.compareUnsigned(key, until) < 0 ? key : null;
    }

    void put(WriteBatch batch, byte[] key, byte[] value) throws RocksDBException {
        batch.put(rows, key, value);
    }

    void put(WriteBatch batch, UUID event, Place place) throws RocksDBException {
        batch.put(ids, Keys.event(event), place.write(new Bytes()).array());
    }

    void delete(WriteBatch batch, byte[] key) throws RocksDBException {
        batch.delete(rows, key);
    }

    void delete(WriteBatch batch, UUID event) throws RocksDBException {
        batch.delete(ids, Keys.event(event));
    }

    void deleteRange(WriteBatch batch, byte[] from, byte[] until) throws RocksDBException {
        batch.deleteRange(rows, from, until);
    }

    /** All of it or nothing; on the disk after {@link #force}. */
    void write(WriteBatch batch) throws RocksDBException {
        db.write(unforced, batch);
    }

    /** Forces all that was written to the disk. */
    void force() throws RocksDBException {
        db.syncWal();
    }

    /** Writes the rows anew, so that nothing is left of what was replaced. */
    void rewrite() throws RocksDBException {
        db.compactRange(rows);
    }

    @Override
    public void close() {
        once.close();
        unforced.close();
        ids.close();
        rows.close();
        db.close();
        options.close();
    }
}

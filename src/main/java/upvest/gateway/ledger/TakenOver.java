package upvest.gateway.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** How far a {@link TakeOver} is: written with what it has taken over, so that nothing is taken twice or left out. */
record TakenOver(Part part, Instant received, UUID id) {
    /** In this order. */
    enum Part {
        DELIVERIES,
        EVENTS;

        /** In front of everything. */
        private TakenOver begin() {
            return new TakenOver(this, Instant.EPOCH, new UUID(0, 0));
        }
    }

    /** Where a part begins, or goes on; null when it is finished. */
    static @Nullable TakenOver read(LedgerStore store, Part part) {
        Optional<byte[]> value = store.read(open -> Optional.ofNullable(open.get(Keys.TAKEN_OVER)));
        if (value.isEmpty()) {
            return part.begin();
        }
        ByteBuffer from = ByteBuffer.wrap(value.get());
        TakenOver at = new TakenOver(Part.values()[from.getInt()], Micros.at(from.getLong()), Bytes.id(from));
        return at.part == part ? at : at.part.compareTo(part) < 0 ? part.begin() : null;
    }

    void put(OpenStore open, WriteBatch batch) throws RocksDBException {
        byte[] value = new Bytes()
                .number(part.ordinal())
                .number(Micros.of(received))
                .id(id)
                .array();
        open.put(batch, Keys.TAKEN_OVER, value);
    }

    /** All is taken over, and on the disk when this returns. */
    static void end(LedgerStore store) {
        store.<Boolean>write(open -> {
            try (WriteBatch batch = new WriteBatch()) {
                open.delete(batch, Keys.TAKEN_OVER);
                open.write(batch);
                return true;
            }
        });
    }
}

package upvest.bench.stores;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** RocksDB as tables would be: a row by its id, and by object, by time and by type a key for each event. */
final class RocksRows extends RocksStore {
    private static final int STEP = 1000;

    RocksRows(Path folder) throws RocksDBException {
        super(folder);
    }

    /** A row with its claim. */
    private record Stored(UUID claim, UUID delivery, long received, Claim.Row row) {}

    @Override
    void put(WriteBatch batch, Claim claim, List<Claim.Row> granted) throws RocksDBException {
        long received = micros(claim.receivedAt());
        byte[] none = new byte[0];
        for (Claim.Row row : granted) {
            batch.put(ids, key(row.event()), encoded(claim, row));
            byte[] id = key(row.event());
            batch.put(ordered, key('o', row.object(), received, id), none);
            batch.put(ordered, key('t', "", received, id), none);
            batch.put(ordered, key('y', row.type(), received, id), none);
        }
        batch.put(ordered, key('d', claim.delivery().toString(), received, key(claim.id())), none);
        batch.put(ordered, key('w', claim.subscription(), 0, new byte[0]), key(claim.id(), received));
    }

    private static byte[] key(UUID id, long received) {
        return put(ByteBuffer.allocate(ID + Long.BYTES).putLong(received), id).array();
    }

    private static byte[] key(char kind, String name, long received, byte[] id) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + bytes.length + Long.BYTES + id.length)
                .put((byte) kind)
                .put(bytes)
                .put((byte) 0)
                .putLong(received)
                .put(id)
                .array();
    }

    private static byte[] encoded(Claim claim, Claim.Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(150);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(key(claim.id()));
            out.write(key(claim.delivery()));
            out.writeLong(micros(claim.receivedAt()));
            out.writeLong(micros(row.createdAt()));
            out.writeUTF(row.type());
            out.writeUTF(row.object());
            out.writeUTF(row.channel());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Stored stored(byte[] id) throws RocksDBException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(db.get(ids, id)))) {
            UUID claim = new UUID(in.readLong(), in.readLong());
            UUID delivery = new UUID(in.readLong(), in.readLong());
            long received = in.readLong();
            Instant created = time(in.readLong());
            String type = in.readUTF();
            Claim.Row row = new Claim.Row(id(ByteBuffer.wrap(id)), type, in.readUTF(), created, in.readUTF());
            return new Stored(claim, delivery, received, row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    UUID owner(byte[] value) {
        return id(ByteBuffer.wrap(value));
    }

    private interface Visit {
        void accept(byte[] key, Stored stored) throws RocksDBException;
    }

    private int visit(char kind, String name, long from, long until, int atMost, Visit visit) throws RocksDBException {
        byte[] end = key(kind, name, until, new byte[0]);
        int visited = 0;
        try (RocksIterator keys = db.newIterator(ordered)) {
            keys.seek(key(kind, name, from, new byte[0]));
            for (; visited < atMost && keys.isValid() && Arrays.compareUnsigned(keys.key(), end) < 0; keys.next()) {
                byte[] key = keys.key();
                visit.accept(key, stored(Arrays.copyOfRange(key, key.length - ID, key.length)));
                visited++;
            }
        }
        return visited;
    }

    @Override
    public int about(String object) throws RocksDBException {
        return visit('o', object, 0, Long.MAX_VALUE, Integer.MAX_VALUE, (key, stored) -> {});
    }

    @Override
    public int ofDelivery(UUID delivery) throws RocksDBException {
        byte[] prefix = key('d', delivery.toString(), 0, new byte[0]);
        int[] found = new int[1];
        try (RocksIterator keys = db.newIterator(ordered)) {
            keys.seek(prefix);
            long received = ByteBuffer.wrap(keys.key()).getLong(prefix.length - Long.BYTES);
            visit('t', "", received, received + 1, Integer.MAX_VALUE, (key, stored) -> {
                found[0] += stored.delivery.equals(delivery) ? 1 : 0;
            });
        }
        return found[0];
    }

    @Override
    public int page(Instant since, String type, int atMost) throws RocksDBException {
        return type == null
                ? visit('t', "", micros(since), Long.MAX_VALUE, atMost, (key, stored) -> {})
                : visit('y', type, micros(since), Long.MAX_VALUE, atMost, (key, stored) -> {});
    }

    @Override
    public Map<String, Long> sums(Instant from, Instant until) throws RocksDBException {
        Map<String, Long> sums = new HashMap<>();
        visit(
                't',
                "",
                micros(from),
                micros(until),
                Integer.MAX_VALUE,
                (key, stored) -> sums.merge(stored.row.channel(), 1L, Long::sum));
        return sums;
    }

    @Override
    public Instant last(String subscription) throws RocksDBException {
        byte[] value = db.get(ordered, key('w', subscription, 0, new byte[0]));
        return value == null ? null : time(ByteBuffer.wrap(value).getLong());
    }

    @Override
    public int forget(Instant before) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            int forgotten = visit('t', "", 0, micros(before), STEP, (key, stored) -> {
                byte[] id = key(stored.row.event());
                batch.delete(ids, id);
                batch.delete(ordered, key);
                batch.delete(ordered, key('o', stored.row.object(), stored.received, id));
                batch.delete(ordered, key('y', stored.row.type(), stored.received, id));
            });
            write(batch);
            return forgotten;
        }
    }
}

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * RocksDB with few keys: an id tells its owner and when that came; all rows of a claim are one value in the order of
 * time; an object and a type tell the days and hours in which they came.
 */
final class RocksClaims extends RocksStore {
    private static final int PLACE = Long.BYTES + ID;
    private static final int STEP = 1000;
    private static final long DAY = 86_400_000_000L;
    private static final long HOUR = 3_600_000_000L;

    RocksClaims(Path folder) throws RocksDBException {
        super(folder);
    }

    @Override
    void put(WriteBatch batch, Claim claim, List<Claim.Row> granted) throws RocksDBException {
        long received = micros(claim.receivedAt());
        byte[] place = place(received, claim.id());
        Set<String> objects = new HashSet<>();
        Set<String> types = new HashSet<>();
        for (Claim.Row row : granted) {
            batch.put(ids, key(row.event()), place);
            objects.add(row.object());
            types.add(row.type());
        }
        byte[] none = new byte[0];
        batch.put(ordered, key('c', place), encoded(claim, granted));
        batch.put(ordered, key('d', key(claim.delivery()), place), none);
        batch.put(ordered, key('w', claim.subscription().getBytes(StandardCharsets.UTF_8)), place);
        for (String object : objects) {
            batch.put(ordered, key('o', objectOfDay(object, received), place), none);
        }
        for (String type : types) {
            batch.put(ordered, key('y', typeOfHour(type, received)), none);
        }
    }

    private static byte[] place(long received, UUID claim) {
        return put(ByteBuffer.allocate(PLACE).putLong(received), claim).array();
    }

    private static byte[] key(char kind, byte[]... parts) {
        ByteBuffer key = ByteBuffer.allocate(
                1 + Arrays.stream(parts).mapToInt(part -> part.length).sum());
        key.put((byte) kind);
        for (byte[] part : parts) {
            key.put(part);
        }
        return key.array();
    }

    private static byte[] objectOfDay(String object, long received) {
        return ByteBuffer.allocate(8)
                .putInt((int) (received / DAY))
                .putInt(object.hashCode())
                .array();
    }

    private static byte[] typeOfHour(String type, long received) {
        byte[] name = type.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + 5)
                .put(name)
                .put((byte) 0)
                .putInt((int) (received / HOUR))
                .array();
    }

    private static byte[] encoded(Claim claim, List<Claim.Row> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(100 * rows.size() + 100);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(key(claim.delivery()));
            out.writeUTF(claim.subscription());
            out.writeInt(claim.rows().size());
            out.writeInt(rows.size());
            for (Claim.Row row : rows) {
                out.write(key(row.event()));
                out.writeLong(micros(row.createdAt()));
                out.writeUTF(row.type());
                out.writeUTF(row.object());
                out.writeUTF(row.channel());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Claim decoded(byte[] place, byte[] value) {
        ByteBuffer at = ByteBuffer.wrap(place);
        Instant received = time(at.getLong());
        UUID claim = id(at);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            UUID delivery = new UUID(in.readLong(), in.readLong());
            String subscription = in.readUTF();
            in.readInt();
            List<Claim.Row> rows = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                UUID event = new UUID(in.readLong(), in.readLong());
                Instant created = time(in.readLong());
                String type = in.readUTF();
                rows.add(new Claim.Row(event, type, in.readUTF(), created, in.readUTF()));
            }
            return new Claim(claim, delivery, subscription, received, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    UUID owner(byte[] value) {
        return id(ByteBuffer.wrap(value, Long.BYTES, ID));
    }

    /** The ends of the keys that begin so. */
    private List<byte[]> ends(byte[] prefix) {
        List<byte[]> ends = new ArrayList<>();
        try (RocksIterator keys = db.newIterator(ordered)) {
            for (keys.seek(prefix); keys.isValid() && begins(keys.key(), prefix); keys.next()) {
                ends.add(Arrays.copyOfRange(keys.key(), prefix.length, keys.key().length));
            }
        }
        return ends;
    }

    private static boolean begins(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private Claim claim(byte[] place) throws RocksDBException {
        return decoded(place, db.get(ordered, key('c', place)));
    }

    @Override
    public int about(String object) throws RocksDBException {
        int found = 0;
        try (RocksIterator claims = db.newIterator(ordered)) {
            claims.seek(new byte[] {'c'});
            long first = ByteBuffer.wrap(claims.key()).getLong(1);
            claims.seekForPrev(new byte[] {'d'});
            for (long day = first; day < ByteBuffer.wrap(claims.key()).getLong(1) + DAY; day += DAY) {
                for (byte[] place : ends(key('o', objectOfDay(object, day)))) {
                    found += (int) claim(place).rows().stream()
                            .filter(row -> row.object().equals(object))
                            .count();
                }
            }
        }
        return found;
    }

    @Override
    public int ofDelivery(UUID delivery) throws RocksDBException {
        int found = 0;
        for (byte[] place : ends(key('d', key(delivery)))) {
            found += claim(place).rows().size();
        }
        return found;
    }

    @Override
    public int page(Instant since, String type, int atMost) {
        int found = 0;
        long from = micros(since);
        try (RocksIterator claims = db.newIterator(ordered);
                RocksIterator hours = db.newIterator(ordered)) {
            while (found < atMost) {
                if (type != null) {
                    byte[] prefix = key('y', type.getBytes(StandardCharsets.UTF_8), new byte[1]);
                    hours.seek(key('y', typeOfHour(type, from)));
                    if (!hours.isValid() || !begins(hours.key(), prefix)) {
                        return found;
                    }
                    from = Math.max(from, ByteBuffer.wrap(hours.key()).getInt(prefix.length) * HOUR);
                }
                long end = type == null ? Long.MAX_VALUE : (from / HOUR + 1) * HOUR;
                claims.seek(key('c', place(from, new UUID(0, 0))));
                for (; found < atMost && isClaimBefore(claims, end); claims.next()) {
                    found += (int) read(claims).rows().stream()
                            .filter(row -> type == null || row.type().equals(type))
                            .count();
                }
                if (type == null) {
                    return found;
                }
                from = end;
            }
        }
        return found;
    }

    private static boolean isClaimBefore(RocksIterator at, long end) {
        return at.isValid() && at.key()[0] == 'c' && ByteBuffer.wrap(at.key()).getLong(1) < end;
    }

    private static Claim read(RocksIterator at) {
        byte[] key = at.key();
        return decoded(Arrays.copyOfRange(key, 1, key.length), at.value());
    }

    @Override
    public Map<String, Long> sums(Instant from, Instant until) {
        Map<String, Long> sums = new HashMap<>();
        try (RocksIterator claims = db.newIterator(ordered)) {
            claims.seek(key('c', place(micros(from), new UUID(0, 0))));
            for (; isClaimBefore(claims, micros(until)); claims.next()) {
                read(claims).rows().forEach(row -> sums.merge(row.channel(), 1L, Long::sum));
            }
        }
        return sums;
    }

    @Override
    public Instant last(String subscription) throws RocksDBException {
        byte[] place = db.get(ordered, key('w', subscription.getBytes(StandardCharsets.UTF_8)));
        return place == null ? null : time(ByteBuffer.wrap(place).getLong());
    }

    @Override
    public int forget(Instant before) throws RocksDBException {
        int forgotten = 0;
        try (RocksIterator claims = db.newIterator(ordered);
                WriteBatch batch = new WriteBatch()) {
            claims.seek(new byte[] {'c'});
            long last = 0;
            for (; forgotten < STEP && isClaimBefore(claims, micros(before)); claims.next()) {
                Claim claim = read(claims);
                for (Claim.Row row : claim.rows()) {
                    batch.delete(ids, key(row.event()));
                }
                last = micros(claim.receivedAt());
                batch.delete(ordered, claims.key());
                batch.delete(ordered, key('d', key(claim.delivery()), place(last, claim.id())));
                forgotten += claim.rows().size();
            }
            batch.deleteRange(ordered, key('o', new byte[4]), key('o', objectOfDay("", last - DAY)));
            write(batch);
        }
        return forgotten;
    }
}

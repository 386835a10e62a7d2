package upvest.bench.stores;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with two column families: random ids, with a Bloom filter, and what comes in order, compressed. */
abstract class RocksStore implements Store {
    static final int ID = 16;
    private static final long CACHE_BYTES = 32L << 20;
    /** Of the cache, 2 to the power of this: in a smaller part a filter of a whole file would find no room. */
    private static final int SHARD_BITS = 2;

    private static final long BUFFER_BYTES = 16L << 20;
    private static final int BITS = 10;

    static {
        RocksDB.loadLibrary();
    }

    final RocksDB db;
    final ColumnFamilyHandle ids;
    final ColumnFamilyHandle ordered;
    private final WriteOptions forced = new WriteOptions().setSync(true);
    private final WriteOptions quick = new WriteOptions();

    RocksStore(Path folder) throws RocksDBException {
        LRUCache cache = new LRUCache(CACHE_BYTES, SHARD_BITS);
        List<ColumnFamilyDescriptor> families = List.of(
                family(
                        "default",
                        new BlockBasedTableConfig()
                                .setFilterPolicy(new BloomFilter(BITS))
                                .setPartitionFilters(true)
                                .setIndexType(IndexType.kTwoLevelIndexSearch)
                                .setPinTopLevelIndexAndFilter(true)
                                .setCacheIndexAndFilterBlocks(true)
                                .setBlockCache(cache),
                        CompressionType.NO_COMPRESSION),
                family("ordered", new BlockBasedTableConfig().setBlockCache(cache), CompressionType.LZ4_COMPRESSION));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        DBOptions options = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setMaxBackgroundJobs(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
        db = RocksDB.open(options, folder.toString(), families, handles);
        ids = handles.get(0);
        ordered = handles.get(1);
    }

    private static ColumnFamilyDescriptor family(
            String name, BlockBasedTableConfig table, CompressionType compression) {
        return new ColumnFamilyDescriptor(
                name.getBytes(StandardCharsets.UTF_8),
                new ColumnFamilyOptions()
                        .setTableFormatConfig(table)
                        .setWriteBufferSize(BUFFER_BYTES)
                        .setCompressionType(compression));
    }

    /** Puts what a claim enters. */
    abstract void put(WriteBatch batch, Claim claim, List<Claim.Row> granted) throws RocksDBException;

    /** The owner in the value of an id. */
    abstract UUID owner(byte[] value);

    @Override
    public Set<UUID> enter(List<Claim> claims) throws RocksDBException {
        return write(claims, forced);
    }

    @Override
    public void fill(List<Claim> claims) throws RocksDBException {
        write(claims, quick);
    }

    private Set<UUID> write(List<Claim> claims, WriteOptions how) throws RocksDBException {
        List<byte[]> keys = claims.stream()
                .flatMap(claim -> claim.rows().stream())
                .map(row -> key(row.event()))
                .toList();
        List<byte[]> known = db.multiGetAsList(Collections.nCopies(keys.size(), ids), keys);
        Set<UUID> granted = new HashSet<>();
        int position = 0;
        try (WriteBatch batch = new WriteBatch()) {
            for (Claim claim : claims) {
                List<Claim.Row> own = new ArrayList<>();
                for (Claim.Row row : claim.rows()) {
                    byte[] value = known.get(position++);
                    if (value == null ? granted.add(row.event()) : owner(value).equals(claim.id())) {
                        granted.add(row.event());
                        own.add(row);
                    }
                }
                put(batch, claim, own);
            }
            db.write(how, batch);
        }
        return granted;
    }

    void write(WriteBatch batch) throws RocksDBException {
        db.write(forced, batch);
    }

    static byte[] key(UUID id) {
        return put(ByteBuffer.allocate(ID), id).array();
    }

    static ByteBuffer put(ByteBuffer buffer, UUID id) {
        return buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    static UUID id(ByteBuffer buffer) {
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public UUID owner(UUID event) throws RocksDBException {
        byte[] value = db.get(ids, key(event));
        return value == null ? null : owner(value);
    }

    @Override
    public void settle() throws RocksDBException, InterruptedException {
        long busy = 1;
        while (busy > 0) {
            busy = 0;
            for (ColumnFamilyHandle family : List.of(ids, ordered)) {
                for (String property : List.of(
                        "num-running-flushes",
                        "num-running-compactions",
                        "compaction-pending",
                        "mem-table-flush-pending")) {
                    busy += db.getLongProperty(family, "rocksdb." + property);
                }
            }
            if (busy > 0) {
                Thread.sleep(20);
            }
        }
    }

    @Override
    public void close() throws RocksDBException {
        ids.close();
        ordered.close();
        db.closeE();
    }
}

package upvest.gateway.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;

/** How the embedded ledger's RocksDB is set up. Its memory is outside of the heap. */
final class StoreOptions implements AutoCloseable {
    private static final long CACHE_BYTES = 32L << 20;
    /** Two to the power of this parts: in many small ones a large block finds no room and is read again and again. */
    private static final int SHARD_BITS = 2;
    /** Of each family; two of each at most. */
    private static final long BUFFER_BYTES = 8L << 20;

    private static final int FILTER_BITS = 10;
    private static final int OPEN_FILES = 256;
    private static final long LOG_BYTES = 1L << 20;

    private final List<AbstractNativeReference> owned = new ArrayList<>();
    private final DBOptions database;
    private final List<ColumnFamilyDescriptor> families;

    StoreOptions() {
        Cache cache = own(new LRUCache(CACHE_BYTES, SHARD_BITS));
        BlockBasedTableConfig tables =
                new BlockBasedTableConfig().setBlockCache(cache).setCacheIndexAndFilterBlocks(true);
        BlockBasedTableConfig filtered = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setFilterPolicy(own(new BloomFilter(FILTER_BITS)))
                .setIndexType(IndexType.kTwoLevelIndexSearch) // and filters in parts: only those in use are in memory
                .setPartitionFilters(true)
                .setPinTopLevelIndexAndFilter(true);
        families = List.of(
                new ColumnFamilyDescriptor(
                        RocksDB.DEFAULT_COLUMN_FAMILY,
                        family(filtered, CompressionType.NO_COMPRESSION)), // random bytes
                new ColumnFamilyDescriptor(
                        "rows".getBytes(StandardCharsets.UTF_8), family(tables, CompressionType.LZ4_COMPRESSION)));
        // both families at once: the one is never ahead of the other, however a start finds them
        database = own(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(OPEN_FILES)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(LOG_BYTES)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    private ColumnFamilyOptions family(BlockBasedTableConfig tables, CompressionType compression) {
        return own(new ColumnFamilyOptions())
                .setTableFormatConfig(tables)
                .setWriteBufferSize(BUFFER_BYTES)
                .setCompressionType(compression);
    }

    private <T extends AbstractNativeReference> T own(T option) {
        owned.add(option);
        return option;
    }

    DBOptions database() {
        return database;
    }

    List<ColumnFamilyDescriptor> families() {
        return families;
    }

    @Override
    public void close() {
        Collections.reverse(owned);
        owned.forEach(AbstractNativeReference::close);
    }
}

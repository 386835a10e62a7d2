package upvest.bench.stores;

import java.nio.file.Files;
import java.nio.file.Path;

/** What is compared. */
enum Stores {
    H2((folder) -> new H2Store(folder, false)),
    H2_SYNC((folder) -> new H2Store(folder, true)),
    SQLITE(SqliteStore::new),
    ROCKSDB_ROWS(RocksRows::new),
    ROCKSDB_CLAIMS(RocksClaims::new);

    private final Opening opening;

    Stores(Opening opening) {
        this.opening = opening;
    }

    private interface Opening {
        Store open(Path folder) throws Exception;
    }

    Store open(Path folder) throws Exception {
        Files.createDirectories(folder);
        return opening.open(folder.toAbsolutePath());
    }
}

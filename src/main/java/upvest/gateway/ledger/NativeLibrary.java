package upvest.gateway.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.rocksdb.NativeLibraryLoader;
import upvest.gateway.WrongSetting;

/**
 * RocksDB's native library, loaded from its jar by way of a folder that is gone afterwards: by itself it would leave a file
 * of some 15 MB behind for each process that is killed.
 */
final class NativeLibrary {
    private static boolean loaded;

    private NativeLibrary() {}

    /** Does nothing but the first time. */
    static synchronized void load() {
        if (!loaded) {
            try {
                Path folder = Files.createTempDirectory("upvest-rocksdb-");
                try {
                    NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
                } finally {
                    delete(folder);
                }
                loaded = true;
            } catch (IOException | RuntimeException | LinkageError e) {
                throw new WrongSetting(
                        "upvest.ledger.url: the embedded ledger does not run on this system, name a PostgreSQL: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.toFile().delete()) {
                    return; // Windows keeps what is loaded
                }
            }
        }
    }
}

package upvest.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.rocksdb.NativeLibraryLoader;

/**
 * RocksDB's native library, loaded from its jar by way of a folder that is gone afterwards: by itself it would leave a file
 * of some 15 MB behind for each process that is killed.
 */
final class NativeLibrary {
    static {
        try {
            Path folder = Files.createTempDirectory("upvest-rocksdb-");
            try {
                NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("RocksDB's native library cannot be written to java.io.tmpdir", e);
        }
    }

    private NativeLibrary() {}

    /** Does nothing but the first time. */
    static void load() {}

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

package upvest.gateway.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The embedded ledger's store, one process at a time. After a write that failed, such as on a full disk, it is opened anew
 * before the next one: what it has on the disk is what counts. Throws {@link DataAccessResourceFailureException} as long as
 * that does not help.
 */
public final class LedgerStore implements AutoCloseable {
    /** Without so much it may not be possible to open it. */
    private static final long SPACE_BYTES = 64L << 20;

    private final Path folder;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable OpenStore open;
    private volatile boolean failed;
    private volatile boolean ending;
    private boolean closed;

    /** Something to do with the store. */
    interface Work<T> {
        T with(OpenStore store) throws RocksDBException;
    }

    /** @param folder of the store alone; made when it is not there */
    public LedgerStore(Path folder) {
        NativeLibrary.load();
        this.folder = folder;
        reopen();
    }

    /** @param data home of everything the gateway writes */
    public static Path folder(Path data) {
        return data.toAbsolutePath().normalize().resolve("ledger").resolve("rocksdb");
    }

    <T> T read(Work<T> work) {
        return use(work);
    }

    /** One at a time; when this returns, all that was written until then is on the disk. */
    <T> T write(Work<T> work) {
        T written = writeSoon(work);
        return writing(store -> {
            store.force();
            return written;
        });
    }

    /** One at a time; on the disk with the next that forces its own to it. */
    <T> T writeSoon(Work<T> work) {
        return writing(store -> {
            writing.lock();
            try {
                return work.with(store);
            } finally {
                writing.unlock();
            }
        });
    }

    private <T> T writing(Work<T> work) {
        if (failed) {
            reopen();
        }
        return use(store -> {
            try {
                return work.with(store);
            } catch (RocksDBException e) {
                failed = true;
                throw e;
            }
        });
    }

    private <T> T use(Work<T> work) {
        if (open == null) {
            reopen();
        }
        life.readLock().lock();
        try {
            OpenStore store = open;
            if (store == null) {
                throw new DataAccessResourceFailureException("the ledger in " + folder + " is closed");
            }
            return work.with(store);
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            life.readLock().unlock();
        }
    }

    private void reopen() {
        ending = true;
        life.writeLock().lock();
        try {
            ending = false;
            if (closed || (open != null && !failed)) {
                return;
            }
            if (open != null && Files.getFileStore(folder).getUsableSpace() < SPACE_BYTES) {
                throw new IOException("the disk is full"); // until then it can be read
            }
            shut();
            open = new OpenStore(folder, () -> ending);
            failed = false;
        } catch (RocksDBException | IOException e) {
            failed = true;
            throw failure(e);
        } finally {
            life.writeLock().unlock();
        }
    }

    private DataAccessResourceFailureException failure(Exception e) {
        return new DataAccessResourceFailureException("the ledger in " + folder + ": " + e.getMessage(), e);
    }

    private void shut() {
        OpenStore store = open;
        open = null;
        if (store != null) {
            store.close();
        }
    }

    /** Size of its files. */
    long bytes() {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += size(file);
            }
            return bytes;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // just deleted
        }
    }

    @Override
    public void close() {
        ending = true;
        life.writeLock().lock();
        try {
            closed = true;
            shut();
        } finally {
            life.writeLock().unlock();
        }
    }
}

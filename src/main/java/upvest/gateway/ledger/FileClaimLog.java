package upvest.gateway.ledger;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What deliveries have entered into the embedded ledger since its file was last written: a line of JSON each, in the
 * order of their commits. With it a commit need not write all pages that it has touched; a killed process finds here what
 * they lack.
 */
final class FileClaimLog implements ClaimLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileClaimLog.class);
    private static final String PREFIX = "claims-";
    private static final ObjectMapper LINES = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addMixIn(Ledger.Entry.class, Positional.class)
            .build();

    private final Path folder;
    private final ThreadLocal<@Nullable Claimed> noted = new ThreadLocal<>();
    /** Shared by those who are between the line and the commit. */
    private final ReentrantReadWriteLock turning = new ReentrantReadWriteLock();

    private List<Runnable> waiting = new ArrayList<>();
    private @Nullable FileOutputStream open;
    private long number;
    private boolean torn;

    /** Shorter lines: values without names. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    private interface Positional {}

    /** @param folder where the ledger's file is */
    FileClaimLog(Path folder) {
        this.folder = folder;
    }

    @Override
    public void note(Claimed claimed) {
        noted.set(claimed);
    }

    @Override
    public synchronized void whenOnDisk(Runnable work) {
        waiting.add(work);
    }

    /** The thread's transaction is over. */
    void forget() {
        noted.remove();
    }

    /**
     * Commits the thread's transaction.
     *
     * @param commit of the database
     * @param write writes the database's file: for what is not noted
     */
    void commit(Runnable commit, Runnable write) {
        Claimed claimed = noted.get();
        if (claimed == null) {
            commit.run();
            write.run();
            return;
        }
        turning.readLock().lock();
        try {
            append(claimed);
            commit.run();
        } finally {
            turning.readLock().unlock();
        }
    }

    private void append(Claimed claimed) {
        try {
            byte[] line = (LINES.writeValueAsString(claimed) + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (this) {
                FileOutputStream file = open == null ? create() : open;
                if (torn) {
                    file.write('\n');
                }
                torn = true;
                file.write(line);
                torn = false;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's log cannot be written", e);
        }
    }

    private FileOutputStream create() throws IOException {
        number++; // what another process left is gone since the recovery
        open = new FileOutputStream(folder.resolve(PREFIX + number).toFile());
        return open;
    }

    /**
     * Forgets the lines whose commits are in the database's file.
     *
     * @param write writes that file
     */
    void checkpoint(Runnable write) {
        turning.writeLock().lock();
        List<Path> finished;
        List<Runnable> committed;
        try {
            finished = files();
            close();
            committed = taken();
        } finally {
            turning.writeLock().unlock();
        }
        try {
            write.run();
        } catch (RuntimeException e) {
            committed.forEach(this::whenOnDisk); // the next checkpoint's
            throw e;
        }
        try {
            delete(finished);
        } finally {
            committed.forEach(Runnable::run);
        }
    }

    private synchronized List<Runnable> taken() {
        List<Runnable> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /**
     * Enters what the database lacks, in order; nobody commits meanwhile.
     *
     * @param enter enters a line unless it was entered before
     * @param write writes the database's file
     * @return how many lines there were
     */
    int recover(Consumer<Claimed> enter, Runnable write) {
        turning.writeLock().lock();
        try {
            List<Path> files = files();
            close();
            int entered = 0;
            for (Path file : files) {
                try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        Claimed claimed = line.isEmpty() ? null : read(line);
                        if (claimed != null) {
                            enter.accept(claimed);
                            entered++;
                        }
                    }
                }
            }
            write.run(); // without a line too: the tables may be new
            delete(files);
            return entered;
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's log cannot be read", e);
        } finally {
            turning.writeLock().unlock();
        }
    }

    /** Null for the beginning of a line: the process ended while it was written, before the commit. */
    private static @Nullable Claimed read(String line) {
        try {
            return LINES.readValue(line.getBytes(StandardCharsets.ISO_8859_1), Claimed.class);
        } catch (IOException e) {
            String cause = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            LOG.atInfo().addKeyValue("cause", cause).log("a line of the ledger's log was not finished");
            return null;
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .sorted(Comparator.comparingLong(FileClaimLog::number))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's folder cannot be read", e);
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(PREFIX.length()));
    }

    private static void delete(List<Path> files) {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's log cannot be deleted", e);
        }
    }

    /** The next line begins another file. */
    @Override
    public synchronized void close() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's log cannot be closed", e);
        } finally {
            open = null;
            torn = false;
        }
    }
}

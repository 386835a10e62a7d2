package upvest.gateway.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much room the disk of an embedded broker has left. A broker that cannot write any more ends, so the room is shared
 * out before: the intake takes nothing while less than a tenth of the disk is free, or less than {@value #INTAKE_MIB} MiB.
 * What was taken can still be dispatched and consumed, down to half of that; then the broker takes no more messages, and
 * the rest is for its own records, such as those of what was consumed. All sizes are bytes.
 */
public final class DiskRoom {
    private static final int INTAKE_PARTS = 10;
    private static final int BROKER_PARTS = 2 * INTAKE_PARTS;
    private static final int INTAKE_MIB = 96;
    private static final long MIB = 1L << 20;
    private static final int FEW_FILES = 2;
    private static final int MANY_FILES = 50;

    /** A delivery that arrives may be in a file of its own and, already, in the inbox. */
    private static final int COPIES = 2;

    private final Path folder;
    private final FileStore store;
    private final long intake;
    private final long broker;
    private final AtomicLong arriving = new AtomicLong();

    /** Room that is kept for something until it is closed. */
    public final class Share implements AutoCloseable {
        private final long bytes;

        private Share(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public void close() {
            arriving.addAndGet(-bytes);
        }
    }

    /** @param folder which exists */
    DiskRoom(Path folder) throws IOException {
        this.folder = folder;
        store = Files.getFileStore(folder);
        long total = store.getTotalSpace();
        intake = Math.max(total / INTAKE_PARTS, INTAKE_MIB * MIB);
        broker = Math.max(total / BROKER_PARTS, INTAKE_MIB * MIB / 2);
    }

    Path folder() {
        return folder;
    }

    /** With less the broker takes no messages. */
    long broker() {
        return broker;
    }

    /** Whether there is enough for the broker's own records. */
    boolean lasts() {
        return free() >= broker / 2;
    }

    /** How many files of this size the broker may keep for later, which are no room for others; empty: any number. */
    OptionalInt spareFiles(long bytes) {
        long files = broker / bytes / 2;
        return files > MANY_FILES ? OptionalInt.empty() : OptionalInt.of((int) Math.max(FEW_FILES, files));
    }

    /** Whether there is so little room that no delivery can be taken. */
    public boolean full() {
        return left() < 0;
    }

    /** Keeps room for a delivery of so many bytes while it arrives; null when there is not enough. */
    public @Nullable Share share(long bytes) {
        Share share = new Share(COPIES * bytes);
        arriving.addAndGet(share.bytes);
        if (left() >= 0) {
            return share;
        }
        share.close();
        return null;
    }

    /** How it is, for operators. */
    public String told() {
        return "the disk of " + folder + " has " + free() / MIB + " MiB free, and deliveries must leave " + intake / MIB
                + " MiB of it";
    }

    private long left() {
        return free() - intake - arriving.get();
    }

    private long free() {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

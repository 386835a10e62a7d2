package upvest.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a copy of the data folder that was made while a gateway worked in it: its broker and its ledger may be of different
 * moments, and nothing in them would show it. While a gateway works there, {@code <data>/running} holds the number that the
 * file system gave to this very file, and the end takes it away. In a copy it is there and has another number; a snapshot
 * of the whole file system, which is of one moment, keeps it, and so does a kill. File systems without such numbers are not
 * checked.
 */
public final class RunningMark implements AutoCloseable {
    private final Path file;
    private boolean set;

    /**
     * @param data home of everything the gateway writes
     * @throws WrongSetting when it is such a copy
     */
    public RunningMark(Path data) {
        file = data.toAbsolutePath().normalize().resolve("running");
        try {
            String marked = Files.isRegularFile(file) ? Files.readString(file).strip() : "";
            if (!marked.isEmpty() && !marked.equals(number())) {
                throw new WrongSetting(
                        "upvest.data: " + data + " is a copy that was made while a gateway worked there, or"
                                + " after it was killed: broker and ledger may be of different moments; take a copy that was made"
                                + " after its end, or delete " + file + " if the gateway was dead before you copied:"
                                + " docs/how-to/back-up-and-restore.md");
            }
        } catch (IOException e) {
            throw new WrongSetting("upvest.data: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Sets it, once nobody else can work there: broker or ledger are locked. */
    public synchronized void set() {
        try {
            if (!set && Files.notExists(file)) {
                Files.createFile(file);
            }
            Files.writeString(file, number() + "\n", StandardCharsets.UTF_8); // in place: it stays the same file
            set = true;
        } catch (IOException e) {
            throw new WrongSetting("upvest.data: " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private String number() throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(file, "unix:ino").toString()
                : "";
    }

    @Override
    public synchronized void close() throws IOException {
        if (set) {
            Files.deleteIfExists(file);
        }
    }
}

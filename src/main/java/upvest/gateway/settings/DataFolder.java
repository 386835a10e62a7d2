package upvest.gateway.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code upvest.data}: events, mails and logins are in it, so it is its owner's alone, whatever the umask says. */
final class DataFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> STRANGERS = PosixFilePermissions.fromString("------rwx");

    private DataFolder() {}

    /**
     * Makes it, or takes the rights of others away. A folder that belongs to somebody else, such as a container's volume
     * that its group may use, stays as it is.
     *
     * @throws IOException when there is none and it cannot be made
     */
    static void keepPrivate(Path data) throws IOException {
        Files.createDirectories(data);
        if (!data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(data);
        if (OWNERS.containsAll(rights)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(data, OWNERS);
        } catch (IOException e) {
            rights.retainAll(STRANGERS);
            if (!rights.isEmpty()) {
                LOG.warn(
                        "upvest.data: every user of this machine may look into {}, and its owner is somebody else",
                        data);
            }
        }
    }
}

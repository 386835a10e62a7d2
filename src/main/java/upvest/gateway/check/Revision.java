package upvest.gateway.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.springframework.util.FileSystemUtils;

/** The files of a git revision in a folder of their own, which {@link #close} removes. */
public final class Revision implements AutoCloseable {
    private static final Set<String> WANTED = Set.of("config", "routes", "kamelets", "schemas");

    private final Path folder;

    private Revision(Path folder) {
        this.folder = folder;
    }

    /**
     * Lays out what a check needs.
     *
     * @param home a folder of a git repository
     * @throws IllegalArgumentException when git knows no such revision there
     */
    public static Revision of(Path home, String name) throws IOException {
        Revision revision = new Revision(Files.createTempDirectory("upvest-gateway-revision"));
        try {
            revision.unpack(home, name);
            return revision;
        } catch (IOException | RuntimeException e) {
            revision.close();
            throw e;
        }
    }

    private void unpack(Path home, String name) throws IOException {
        Path said = folder.resolve("git");
        Process git = new ProcessBuilder("git", "-C", home.toString(), "archive", "--format=zip", name, "--", ".")
                .redirectError(said.toFile())
                .start();
        try (InputStream archive = git.getInputStream();
                ZipInputStream files = new ZipInputStream(archive)) {
            for (ZipEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                Path path = folder.resolve(file.getName()).normalize();
                if (!file.isDirectory() && path.startsWith(folder) && WANTED.contains(top(path))) {
                    Files.createDirectories(path.getParent());
                    Files.copy(files, path);
                }
            }
            archive.transferTo(java.io.OutputStream.nullOutputStream());
        }
        if (git.onExit().join().exitValue() != 0) {
            throw new IllegalArgumentException(name + " is neither a folder nor a git revision: "
                    + Files.readString(said, StandardCharsets.UTF_8).strip());
        }
    }

    private String top(Path file) {
        return folder.relativize(file).getName(0).toString();
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }
}

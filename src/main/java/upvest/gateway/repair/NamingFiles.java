package upvest.gateway.repair;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files below a folder, and which of them name an object. */
final class NamingFiles {
    private final Path folder;

    NamingFiles(Path folder) {
        this.folder = folder;
    }

    /** Those that name it, in their name or in what they hold. */
    List<Path> naming(ObjectId object) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> naming = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (object.isIn(file.getFileName().toString()) || object.isIn(content(file))) {
                    naming.add(file);
                }
            }
        }
        return naming;
    }

    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1); // ids are ASCII, whatever the rest is
        } catch (NoSuchFileException e) {
            return ""; // renamed or removed a moment ago
        }
    }

    void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}

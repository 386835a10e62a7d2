package upvest.gateway.operations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

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
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && (object.isIn(file.getFileName().toString()) || object.isIn(content(file)))) {
                    naming.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // renamed or removed a moment ago
                }
                throw failure;
            }
        });
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

package upvest.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files below a folder, each once, whether they are there themselves or by a link. What begins with a dot is none of
 * them: the folders of which Kubernetes makes a ConfigMap ({@code ..data}), and what editors leave.
 */
public final class FilesBelow {
    private FilesBelow() {}

    /**
     * Sorted.
     *
     * @param name a regular expression that the whole name of a file fits
     */
    public static List<Path> of(Path folder, String name) throws IOException {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(file -> file.getFileName().toString().matches(name))
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isHidden(Path file) {
        return StreamSupport.stream(file.spliterator(), false)
                .anyMatch(part -> part.toString().startsWith("."));
    }
}

package upvest.gateway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A folder as Kubernetes mounts a ConfigMap: {@code ..2026_01/a}, {@code ..data -> ..2026_01}, {@code a -> ..data/a}. */
public final class ConfigMap {
    private static final String CURRENT = "..data";
    private static final String FIRST = "..2026_01";
    private static final String SECOND = "..2026_02";

    private ConfigMap() {}

    /** Makes one of the files that are in a folder. */
    public static void in(Path folder) throws IOException {
        List<Path> files = files(folder);
        Path version = Files.createDirectory(folder.resolve(FIRST));
        Files.createSymbolicLink(folder.resolve(CURRENT), version.getFileName());
        for (Path file : files) {
            Files.move(file, version.resolve(file.getFileName()));
            Files.createSymbolicLink(file, Path.of(CURRENT).resolve(file.getFileName()));
        }
    }

    /** Puts the second version of one that was made beside the first, which still counts. */
    public static void prepare(Path folder, UnaryOperator<String> change) throws IOException {
        Path next = Files.createDirectory(folder.resolve(SECOND));
        for (Path file : files(folder.resolve(FIRST))) {
            Files.writeString(next.resolve(file.getFileName()), change.apply(Files.readString(file)));
        }
    }

    /** The second version counts, from one moment to the next. */
    public static void swap(Path folder) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(SECOND));
        Files.move(link, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}

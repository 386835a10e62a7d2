package upvest.gateway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder as Kubernetes mounts a ConfigMap: {@code ..2026_01/a}, {@code ..data -> ..2026_01}, {@code a -> ..data/a}. */
public final class ConfigMap {
    private ConfigMap() {}

    /** Makes one of the files that are in a folder. */
    public static void in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        Path version = Files.createDirectory(folder.resolve("..2026_01"));
        Files.createSymbolicLink(folder.resolve("..data"), version.getFileName());
        for (Path file : files) {
            Files.move(file, version.resolve(file.getFileName()));
            Files.createSymbolicLink(file, Path.of("..data").resolve(file.getFileName()));
        }
    }
}

package upvest.gateway.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import upvest.gateway.FilesBelow;

/** Who reads a setting besides the gateway itself: a route, a kamelet, or another setting. */
final class Readers {
    private static final List<String> FOLDERS = List.of("routes", "kamelets", "config");

    private final Path home;
    private @Nullable List<String> texts;

    Readers(Path home) {
        this.home = home;
    }

    /** Whether one of the files names it as a placeholder, between {@code {{ }}} or <code>${ }</code>. */
    boolean read(String setting) {
        if (texts == null) {
            texts = texts();
        }
        return texts.stream()
                .anyMatch(text -> text.contains("{{" + setting)
                        || text.contains("{{?" + setting)
                        || text.contains("${" + setting));
    }

    private List<String> texts() {
        List<String> all = new ArrayList<>();
        for (String folder : FOLDERS) {
            Path path = home.resolve(folder);
            if (Files.isDirectory(path)) {
                try {
                    for (Path file : FilesBelow.of(path, ".*\\.yaml")) {
                        all.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return all;
    }
}

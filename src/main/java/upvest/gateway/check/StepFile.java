package upvest.gateway.check;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that holds a step of a route. */
final class StepFile {
    private StepFile() {}

    /**
     * Its path, below the folder where it is below it; empty when the step is in no file.
     *
     * @param location a URL, as Camel notes it
     */
    static Path of(Path home, @Nullable String location) {
        if (location == null || !location.startsWith("file:")) {
            return Path.of("");
        }
        Path file = Path.of(URI.create(location.replaceFirst("#.*", "")));
        return file.startsWith(home) ? home.relativize(file) : file;
    }
}

package upvest.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** The project's routes and what they need, in a folder where a test may break them. */
public record Copy(Path home) {

    public static Copy in(Path folder) throws IOException {
        for (String part : new String[] {"config", "routes", "kamelets", "schemas"}) {
            FileSystemUtils.copyRecursively(Path.of(part), folder.resolve(part));
        }
        return new Copy(folder);
    }

    /** Replaces a text that stands in the file. */
    public Copy edit(String file, String from, String to) throws IOException {
        String text = Files.readString(home.resolve(file));
        assertThat(text).as(file).contains(from);
        Files.writeString(home.resolve(file), text.replace(from, to));
        return this;
    }

    public Copy write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
        return this;
    }
}

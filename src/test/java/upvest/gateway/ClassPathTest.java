package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The gateway runs with the libraries that {@code src/test/resources/class-path.txt} lists, and no others: what is on the
 * class path can be reached by a route, a message or an operator. Whoever adds one writes it there.
 */
class ClassPathTest {
    private static final String NATIVE = "AmazonCorrettoCryptoProvider"; // where it can be had

    @Test
    void holdsWhatIsListedAndNothingElse() throws IOException {
        TreeSet<String> libraries = new TreeSet<>();
        for (Path jar : jars()) {
            libraries.add(artifact(jar).getFileName().toString());
        }
        libraries.add(NATIVE);
        String listed = Files.readString(Path.of("src/test/resources/class-path.txt"));
        assertThat(String.join("\n", libraries) + "\n").isEqualTo(listed);
    }

    /** Known weaknesses: SECURITY.md. The jakarta modules only give JMS its names. */
    @Test
    void holdsNoOldBroker() throws IOException {
        for (Path jar : jars()) {
            String artifact = artifact(jar).getFileName().toString();
            String group = artifact(jar).getParent().getFileName().toString();
            if (group.equals("artemis") && !artifact.startsWith("artemis-jakarta-")) {
                assertThat(jar.getParent().getFileName().toString())
                        .as(artifact)
                        .isGreaterThanOrEqualTo("2.57.0");
            }
        }
    }

    private static List<Path> jars() throws IOException {
        return List.of(Files.readString(Path.of("target/classpath")).strip().split(File.pathSeparator)).stream()
                .map(Path::of)
                .toList();
    }

    /** The folder of all versions in a Maven repository. */
    private static Path artifact(Path jar) {
        return jar.getParent().getParent();
    }
}

package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The form of the tab's modules, which no build looks at. What they do is shown by {@link HawtioTest}. */
class TabModulesTest {
    private static final Path MODULES = Path.of("src/main/resources/hawtio-static/static/upvest-tab");
    private static final int LONGEST_FILE = 250;
    private static final int LONGEST_LINE = 120;
    /** A text that becomes a page, or a program. */
    private static final Pattern WRITES_HTML = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|srcdoc|\\beval\\(|new Function|javascript:");

    private static final Pattern IMPORT = Pattern.compile("from '([^']+)'");

    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.list(MODULES)) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void modulesAreSmallAndWriteNoHtml() throws IOException {
        assertThat(modules()).hasSizeGreaterThan(10).allSatisfy(module -> {
            assertThat(module).content().doesNotContainPattern(WRITES_HTML).doesNotContainIgnoringCase("innerhtml");
            assertThat(Files.readAllLines(module))
                    .hasSizeLessThan(LONGEST_FILE)
                    .noneMatch(line -> line.endsWith(" ") || line.contains("\t"))
                    .noneMatch(
                            line -> line.length() > LONGEST_LINE && !line.trim().startsWith("import"));
        });
    }

    @Test
    void modulesImportEachOtherAndNothingElse() throws IOException {
        for (Path module : modules()) {
            List<String> imported = IMPORT.matcher(Files.readString(module))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(imported).as(module.toString()).allSatisfy(name -> {
                assertThat(name).startsWith("./");
                assertThat(MODULES.resolve(name)).isRegularFile();
            });
        }
    }
}

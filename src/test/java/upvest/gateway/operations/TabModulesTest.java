package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.javascript.jscomp.CommandLineRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
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

    /** What a linter would have: two kinds of equality, names without a block, what was written to look for a fault. */
    private static final Pattern SLIPS = Pattern.compile("[^=!]==[^=]|!=[^=]|\\bvar |\\bconsole\\.|\\bdebugger\\b");

    private static final Pattern IMPORT = Pattern.compile("(?m)^import \\{([^}]+)} from '\\./([^']+)';$");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (?:async )?(?:function|const|let|class) (\\w+)");

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
            assertThat(module)
                    .content()
                    .doesNotContainPattern(WRITES_HTML)
                    .doesNotContainIgnoringCase("innerhtml")
                    .doesNotContainPattern(SLIPS);
            assertThat(Files.readAllLines(module))
                    .hasSizeLessThan(LONGEST_FILE)
                    .noneMatch(
                            line -> line.length() > LONGEST_LINE && !line.trim().startsWith("import"));
        });
    }

    /** Google's compiler reads them as one program, and writes nothing. */
    @Test
    void modulesParseAndNameNothingThatIsNotThere() throws Exception {
        Path compiler = Path.of(CommandLineRunner.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                compiler.toString(),
                "--checks_only",
                "--language_in=ECMASCRIPT_NEXT",
                "--module_resolution=BROWSER",
                "--jscomp_error=checkVars",
                "--jscomp_error=undefinedVars",
                "--jscomp_off=checkTypes"));
        modules().forEach(module -> command.addAll(List.of("--js", module.toString())));
        Process reads = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(new String(reads.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(reads.waitFor()).isZero();
    }

    @Test
    void modulesImportWhatOthersHaveAndUseAllOfIt() throws IOException {
        Set<String> wanted = new HashSet<>(Set.of("tab.js plugin")); // entry.js takes it by its name
        Set<String> offered = new HashSet<>();
        for (Path module : modules()) {
            String text = Files.readString(module);
            EXPORT.matcher(text).results().forEach(found -> offered.add(module.getFileName() + " " + found.group(1)));
            String body = IMPORT.matcher(text).replaceAll("");
            for (MatchResult found : IMPORT.matcher(text).results().toList()) {
                for (String name : found.group(1).split(",")) {
                    wanted.add(found.group(2) + " " + name.strip());
                    assertThat(body).as("%s uses %s", module, name).containsPattern("\\b" + name.strip() + "\\b");
                }
            }
            assertThat(body).as(module.toString()).doesNotContainPattern("(?m)^import ");
        }
        assertThat(wanted).isEqualTo(offered);
    }
}

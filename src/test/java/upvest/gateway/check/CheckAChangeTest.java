package upvest.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** {@code docs/how-to/check-a-change.md}, typed as it stands there, in a copy of the project. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class CheckAChangeTest {
    private static final Path PAGE = Path.of("docs/how-to/check-a-change.md");
    private static final Pattern ROUTE =
            Pattern.compile("`(routes/\\S+)` becomes:\n\n```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ (.*)\n((?:(?!\\$ ).*\n)*)");

    @TempDir
    Path project;

    @Test
    void everyCommandPrintsWhatThePageSays() throws Exception {
        for (String part : List.of("config", "routes", "kamelets", "schemas", "samples", "bin", "docs")) {
            FileSystemUtils.copyRecursively(Path.of(part), project.resolve(part));
        }
        assertThat(project.resolve("bin/gateway").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(project.resolve("target"), Path.of("target").toAbsolutePath());
        run("git init -q . && git add -A . && git -c user.name=me -c user.email=me@localhost commit -q -m before");

        String page = Files.readString(PAGE);
        MatchResult route = ROUTE.matcher(page).results().findFirst().orElseThrow();
        Files.writeString(project.resolve(route.group(1)), route.group(2));
        int commands = 0;
        for (MatchResult console : CONSOLE.matcher(page).results().toList()) {
            for (MatchResult command :
                    COMMAND.matcher(console.group(1)).results().toList()) {
                assertThat(run(command.group(1))).as(command.group(1)).matches(expected(command.group(2)));
                commands++;
            }
        }
        assertThat(commands).isEqualTo(6);
        assertThat(Files.readString(project.resolve("docs/reference/asyncapi.yaml")))
                .contains("127.0.0.1:61616")
                .doesNotContain("artemis.example.com");
        assertThat(Files.readString(project.resolve("docs/reference/routes.md")))
                .contains("| `ORDER.FILLED` | `orders`, `portfolios` |");
    }

    /** The text as it stands, where {@code ...} is anything. */
    private static Pattern expected(String output) {
        return Pattern.compile(output.lines()
                .map(line ->
                        line.equals("...") ? "(.*\n)*" : Pattern.quote(line).replace("...", "\\E.*\\Q") + "\n")
                .collect(Collectors.joining()));
    }

    private String run(String command) throws IOException, InterruptedException {
        Path errors = project.resolve("target-errors");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(project.toFile())
                .redirectError(errors.toFile());
        // of the gateway's own shell: no business of a document
        builder.environment().put("UPVEST_BROKER_URL", "tcp://artemis.example.com:61616");
        Process shell = builder.start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = shell.waitFor();
        boolean differs = command.contains(" diff ");
        assertThat(code).as(command + "\n" + output + Files.readString(errors)).isEqualTo(differs ? 1 : 0);
        return output;
    }
}

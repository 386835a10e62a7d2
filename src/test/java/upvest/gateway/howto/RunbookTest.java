package upvest.gateway.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** The pages that look events up, typed as they stand there. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class RunbookTest {
    private static final List<String> PAGES = List.of("did-an-event-arrive", "prove-completeness");
    private static final List<String> SAMPLES = List.of("every-type", "two-bad-among-five");
    private static final Pattern CONSOLE = Pattern.compile(" *```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("(?m)^ *\\$ (.*)\n((?:(?! *\\$ ).*\n)*)");

    @TempDir
    Path project;

    @Test
    void everyCommandPrintsWhatItsPageSays() throws Exception {
        FileSystemUtils.copyRecursively(Path.of("bin"), project.resolve("bin"));
        assertThat(project.resolve("bin/gateway").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(project.resolve("target"), Path.of("target").toAbsolutePath());
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            for (String sample : SAMPLES) {
                String body = Files.readString(Path.of("samples/published/" + sample + ".json"));
                assertThat(Deliverer.post(gateway.url(), body).statusCode()).isEqualTo(200);
            }
            int commands = 0;
            for (String page : PAGES) {
                String text = Files.readString(Path.of("docs/how-to/" + page + ".md"));
                for (MatchResult console : CONSOLE.matcher(text).results().toList()) {
                    for (MatchResult command :
                            COMMAND.matcher(console.group(1)).results().toList()) {
                        assertThat(same(run(gateway, command.group(1))))
                                .as(page + ": " + command.group(1))
                                .matches(expected(same(command.group(2))));
                        commands++;
                    }
                }
            }
            assertThat(commands).isEqualTo(6);
            assertThat(Files.readAllLines(project.resolve("events.csv"))).hasSize(1 + 60 + 5);
            assertThat(Files.readString(project.resolve("hours.csv"))).contains(",ORDER.NEW,routed,2\r\n");
        }
    }

    /** Without what another time and another disk make of it: numbers, columns, an hour that ends. */
    private static String same(String output) {
        return output.replaceAll("(?<![0-9a-f-])[0-9][0-9.,:TZ-]*(?![0-9a-f-])", "9")
                .replaceAll(" +", " ")
                .replaceAll("(?m)^ | $", "")
                .replaceAll("(?m)^(.+\n)\\1+", "$1");
    }

    /** The text as it stands, where a line {@code ...} is any lines. */
    private static Pattern expected(String output) {
        return Pattern.compile(output.lines()
                .map(line -> line.equals("...") ? "(.*\n)*" : Pattern.quote(line) + "\n")
                .collect(Collectors.joining()));
    }

    private String run(TestGateway gateway, String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(project.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("UPVEST_DATA", gateway.data().toString());
        builder.environment()
                .put("GATEWAY_MANAGEMENT_URL", gateway.actuatorUrl("").toString());
        Process shell = builder.start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(command + "\n" + output).isZero();
        return output;
    }
}

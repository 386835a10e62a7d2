package upvest.gateway.howto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import upvest.gateway.howto.Page.Block;

/**
 * Every how-to of the form When, Steps, How you know it worked, and every runbook, does what it says: its files are
 * written, its changes made, its commands run, in the order of the page, and what the page shows is what is printed. What
 * comes of it passes {@code bin/gateway check}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class HowToTest {
    private static final List<String> HOW_TO = List.of("When", "Steps", "How you know it worked");
    private static final List<String> RUNBOOK = List.of("Meaning", "Impact", "Diagnosis", "Mitigation");
    /** Of the same form, with tests of their own: what they show needs more than a gateway, or other numbers each time. */
    private static final Set<String> ELSEWHERE = Set.of(
            "call-an-http-api.md",
            "check-a-change.md",
            "consume-over-amqp.md",
            "did-an-event-arrive.md",
            "prove-completeness.md",
            "receive-sandbox-events.md",
            "test-a-consumer.md");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** Those whose path contains {@code -Dpage}, if it is given. */
    static Stream<Path> pages() throws IOException {
        return all().filter(page -> page.toString().contains(System.getProperty("page", "")));
    }

    private static Stream<Path> all() throws IOException {
        return Stream.concat(
                in("docs/how-to").filter(HowToTest::hasSteps),
                in("docs/runbooks").filter(page -> !page.endsWith("README.md")));
    }

    private static Stream<Path> in(String folder) throws IOException {
        try (Stream<Path> pages = Files.list(Path.of(folder))) {
            return pages.filter(page -> !ELSEWHERE.contains(page.getFileName().toString())).sorted().toList().stream();
        }
    }

    private static boolean hasSteps(Path page) {
        try {
            return Page.read(page).heads().contains("Steps");
        } catch (IOException e) {
            throw new AssertionError(page + " cannot be read", e);
        }
    }

    @Test
    void growingIsShown() throws IOException {
        assertThat(all().map(page -> page.getFileName().toString()))
                .contains("add-a-domain.md", "add-a-queue.md", "add-a-mail-or-file.md", "route-by-a-field.md")
                .contains("route-an-event-type.md", "follow-new-types.md", "change-a-message.md")
                .contains("deliveries-are-refused.md", "replay-events.md");
    }

    @Execution(ExecutionMode.CONCURRENT) // a gateway that starts leaves a core idle half of the time
    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void doesWhatItSays(Path path, @TempDir Path folder) throws Exception {
        try (WorkingCopy copy = new WorkingCopy(folder)) {
            Page page = follow(path, copy);
            if (page.blocks().stream().anyMatch(HowToTest::changesFiles)) {
                copy.run("bin/gateway check", true); // what a page adds breaks no rule
            }
        }
    }

    /** Does what the page says, step by step. */
    static Page follow(Path path, WorkingCopy copy) throws IOException, InterruptedException {
        Page page = Page.read(path);
        List<String> form = page.heads().contains("Mitigation") ? RUNBOOK : HOW_TO;
        assertThat(page.heads()).as(path.toString()).startsWith(form.toArray(String[]::new));
        for (Block block : page.blocks()) {
            try {
                take(block, copy);
            } catch (AssertionError e) {
                throw new AssertionError(path + ", line " + block.number() + ": " + e.getMessage(), e);
            }
        }
        return page;
    }

    private static boolean changesFiles(Block block) {
        return List.of("yaml", "json", "diff").contains(block.language());
    }

    private static void take(Block block, WorkingCopy copy) throws IOException, InterruptedException {
        switch (block.language()) {
            case "yaml", "json" -> create(block, copy);
            case "diff" -> edit(block, copy);
            case "sh" -> run(block, copy);
            case "console" -> show(block, copy);
            default ->
                throw new AssertionError("a block is yaml or json (a new file), diff (a change), sh or console, not "
                        + block.language());
        }
    }

    private static void create(Block block, WorkingCopy copy) throws IOException {
        Path file = file(block, copy);
        assertThat(file).as("a new file; show a change as diff").doesNotExist();
        Files.createDirectories(file.getParent());
        Files.write(file, block.lines());
    }

    private static void edit(Block block, WorkingCopy copy) throws IOException {
        Path file = file(block, copy);
        Files.write(file, Edit.apply(block.lines(), Files.readAllLines(file)));
    }

    private static Path file(Block block, WorkingCopy copy) {
        assertThat(block.file()).as("the text right above names the file").isNotNull();
        return copy.file(block.file());
    }

    private static void run(Block block, WorkingCopy copy) throws IOException, InterruptedException {
        for (String command : block.lines()) {
            if (command.matches("(\\w+=\\S+ )*bin/gateway run.*")) {
                copy.start(command);
            } else {
                copy.run(command, true);
            }
        }
    }

    private static void show(Block block, WorkingCopy copy) throws IOException, InterruptedException {
        Iterator<String> lines = block.lines().iterator();
        String line = lines.next();
        while (line != null) {
            assertThat(line).startsWith("$ ");
            String command = line.substring(2);
            List<String> output = new ArrayList<>();
            line = null;
            while (lines.hasNext() && line == null) {
                String next = lines.next();
                if (next.startsWith("$ ")) {
                    line = next;
                } else {
                    output.add(copy.real(next));
                }
            }
            check(command, output, copy);
        }
    }

    /** Reading may be done again until it shows what it should: mails and files come later. */
    private static void check(String command, List<String> output, WorkingCopy copy)
            throws IOException, InterruptedException {
        Shown shown = new Shown(output);
        String expected = "$ " + command + "\n" + String.join("\n", output) + "\n\nbut it printed\n\n";
        if (command.matches(
                "(cat|curl|grep|ls|bin/gateway listen \\S+ --browse|bin/gateway status).*|bin/gateway erase \\S+")) {
            String[] last = {""};
            try {
                await().atMost(LONGEST_WAIT).until(() -> shown.fits(last[0] = copy.run(command, false)));
            } catch (org.awaitility.core.ConditionTimeoutException e) {
                throw new AssertionError(expected + last[0], e);
            }
        } else {
            String printed = copy.run(command, false);
            assertThat(shown.fits(printed)).as(expected + printed).isTrue();
        }
    }
}

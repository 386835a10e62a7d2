package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upvest.gateway.testing.NothingPrinted;

/** A Java process of its own whose output is read and whose only end is {@code kill -9}. */
final class JavaProcess {
    private static final int KILLED = 128 + 9;
    private static final Duration PATIENCE = Duration.ofMinutes(3); // for a slow machine with other things to do
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final String name;
    private final Process process;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private JavaProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        RUNNING.add(process);
        Thread reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process that does little but start: nothing is compiled twice.
     *
     * @param folder where it works
     * @param arguments options, class path, main class and what it takes
     */
    static JavaProcess start(String name, Path folder, List<String> arguments) throws IOException {
        return start(name, folder, List.of(), arguments);
    }

    /** @param wrapper a command that ends with executing the one behind it */
    static JavaProcess start(String name, Path folder, List<String> wrapper, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m"));
        command.addAll(arguments);
        return new JavaProcess(
                name,
                new ProcessBuilder(command)
                        .directory(folder.toAbsolutePath().toFile())
                        .redirectErrorStream(true)
                        .start());
    }

    private void read() {
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(line -> {
                lines.add(line);
                NothingPrinted.note(line);
            });
        } catch (IOException | UncheckedIOException e) {
            lines.add("no more output: " + e);
        }
    }

    void tell(String command) throws IOException {
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** The first group of the first line that fits; null when there is none yet. */
    String find(Pattern pattern) {
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.groupCount() == 0 ? line : matcher.group(1);
            }
        }
        return null;
    }

    /** As {@link #find}, waits for the line. */
    String awaitLine(Pattern pattern) {
        await(name + " says " + pattern)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast(name + " ended by itself", () -> !process.isAlive() && find(pattern) == null)
                .until(() -> find(pattern) != null);
        return find(pattern);
    }

    /**
     * Waits until the last line that tells a state tells this one; false when it ends instead.
     *
     * @param states all of them
     */
    boolean reaches(Pattern states, Pattern state) {
        await(name + " says last " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive() || isIn(states, state));
        return process.isAlive();
    }

    private boolean isIn(Pattern states, Pattern state) {
        return lines.stream()
                .filter(line -> states.matcher(line).find())
                .reduce((earlier, later) -> later)
                .filter(line -> state.matcher(line).find())
                .isPresent();
    }

    /** SIGKILL, and proof that it was that. */
    void kill() throws InterruptedException {
        assertThat(process.isAlive())
                .as(name + " was running until it was killed:\n" + tail())
                .isTrue();
        process.destroyForcibly();
        assertThat(process.waitFor()).as("exit code of " + name).isEqualTo(KILLED);
        RUNNING.remove(process);
    }

    /** @param name as {@code kill} takes it */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", name, Long.toString(pid())).start();
        assertThat(kill.waitFor()).as(name).isZero();
    }

    /** SIGTERM, without waiting for what comes of it; its input and output stay open. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** The end in any case. */
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
        RUNNING.remove(process);
    }

    long pid() {
        return process.pid();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** The last it said. */
    String tail() {
        List<String> all = List.copyOf(lines);
        return name + ":\n" + String.join("\n", all.subList(Math.max(0, all.size() - 25), all.size()));
    }
}

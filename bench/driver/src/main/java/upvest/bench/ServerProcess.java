package upvest.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** An operating system process and what Linux tells about it. */
final class ServerProcess {
    /** What {@code /proc} counts in; 100 on every Linux that matters. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Pattern COMPILER = Pattern.compile("\\d+ \\(C[12] Comp");

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(List<String> command, Path folder, Path log, Map<String, String> environment)
            throws IOException {
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    Path log() {
        return log;
    }

    /** User and system time so far. */
    double cpuSeconds() throws IOException {
        return cpuSeconds(Files.readString(proc("stat")));
    }

    /** That part of it which Java's compilers took; 0 for what is not Java. */
    double compilerSeconds() throws IOException {
        double seconds = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc("task"))) {
            for (Path thread : threads) {
                seconds += compilerSeconds(thread);
            }
        }
        return seconds;
    }

    private static double compilerSeconds(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return COMPILER.matcher(stat).lookingAt() ? cpuSeconds(stat) : 0;
        } catch (IOException e) {
            return 0; // it has just ended: no compiler's, they stay
        }
    }

    private static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Largest resident set so far, MB. */
    double peakRssMegabytes() throws IOException {
        return status("VmHWM:") / 1024.0;
    }

    double rssMegabytes() throws IOException {
        return status("VmRSS:") / 1024.0;
    }

    int threads() throws IOException {
        return (int) status("Threads:");
    }

    int fileHandles() throws IOException {
        try (var handles = Files.list(proc("fd"))) {
            return (int) handles.count();
        }
    }

    private long status(String name) throws IOException {
        for (String line : Files.readAllLines(proc("status"))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no " + name + " of process " + pid());
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid()), file);
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}

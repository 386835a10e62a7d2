package upvest.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at a running server from outside. */
final class SoakProbe {
    private static final Pattern USED = Pattern.compile("(?:used |Used: |, used )(\\d+)K");

    private SoakProbe() {}

    static SoakSample sample(Server server, double minutes, double eventsPerSecond)
            throws IOException, InterruptedException {
        jcmd(server.process().pid(), "GC.run");
        return new SoakSample(
                minutes,
                heapMegabytes(jcmd(server.process().pid(), "GC.heap_info")),
                server.process().rssMegabytes(),
                server.process().threads(),
                server.process().fileHandles(),
                megabytes(server.data().resolve("ledger")),
                megabytes(server.data().resolve("broker")),
                eventsPerSecond);
    }

    /** What the heap's generations use; the metaspace, which follows them, is not counted. */
    private static double heapMegabytes(String info) {
        long kilobytes = 0;
        for (String line : info.split("\n")) {
            if (line.contains("Metaspace") || line.contains("class space")) {
                break;
            }
            Matcher used = USED.matcher(line);
            if (used.find()) {
                kilobytes += Long.parseLong(used.group(1));
            }
        }
        return kilobytes / 1024.0;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + answer);
        }
        return answer;
    }

    private static double megabytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += size(file);
            }
            return bytes / 1024.0 / 1024;
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // the broker is done with it
        }
    }
}

package upvest.bench.stores;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The other end of a {@link StoreProcess}. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer lines;
    final double openMillis;

    /** @param before words before the command, such as those of strace */
    Child(Stores store, Path folder, long past, String... before) throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                store.name(),
                folder.toString(),
                Long.toString(past)));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(new File(folder + ".err")))
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        lines = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        openMillis = Double.parseDouble(answer()[1]);
    }

    /** Without waiting for an answer. */
    void tell(String line) throws IOException {
        lines.write(line + "\n");
        lines.flush();
    }

    String[] ask(String line) throws IOException {
        tell(line);
        return answer();
    }

    private String[] answer() throws IOException {
        String answer = line();
        if (answer == null) {
            throw new IOException("the store's process ended; see its .err file");
        }
        return answer.split(" ");
    }

    /** Null at the end. */
    String line() throws IOException {
        return answers.readLine();
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly(); // its output can still be read
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        lines.close();
        process.onExit().join();
    }

    static double megabytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(Child::size).sum() / 1e6;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

package upvest.gateway.consumers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import upvest.gateway.crash.BrokerProcess;

/** The example consumer in {@code examples/node-amqp}, as its README starts it. */
final class NodeProcess implements AutoCloseable {
    private static final Path HOME = Path.of("examples/node-amqp");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path output;

    private NodeProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Whether the build found node and npm, and npm could fetch what the example needs. */
    static boolean installed() {
        return Files.isDirectory(HOME.resolve("node_modules/rhea"));
    }

    /** Starts it and waits until it reads. */
    static NodeProcess start(BrokerProcess broker, Path history, String... options) throws IOException {
        Path output = Files.createTempFile(history.getParent(), "node-", ".log");
        List<String> command = new ArrayList<>(List.of(
                "node", "consumer.mjs", "--port", Integer.toString(broker.port()), "--history", history.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        NodeProcess node = new NodeProcess(process, output);
        node.await("reading upvest.");
        return node;
    }

    /** The types of each resource's events in the order in which they were handled. */
    static Map<String, List<String>> handled(Path history) throws IOException {
        Map<String, List<String>> handled = new TreeMap<>();
        try (Stream<Path> files = Files.list(history)) {
            for (Path file : files.toList()) {
                List<String> types = new ArrayList<>();
                for (String line : Files.readAllLines(file)) {
                    types.add(JSON.readTree(line).path("type").asText());
                }
                handled.put(file.getFileName().toString().replace(".jsonl", ""), types);
            }
        }
        return handled;
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    void await(String words) {
        Awaitility.await(words).atMost(PATIENCE).until(() -> output().contains(words));
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package upvest.gateway.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.testing.Output;

/** The project as someone has it who follows a page: a copy of what is edited, and a gateway on free ports. */
final class WorkingCopy implements AutoCloseable {
    private static final List<String> EDITED =
            List.of("bin", "config", "docs", "kamelets", "routes", "samples", "schemas");
    private static final Pattern ADDRESS = Pattern.compile("(?:https?|tcp)://127\\.0\\.0\\.1:\\d+");

    private final Path folder;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private Process gateway;

    WorkingCopy(Path folder) throws IOException {
        this.folder = folder;
        for (String name : EDITED) {
            FileSystemUtils.copyRecursively(Path.of(name), folder.resolve(name));
        }
        assertThat(folder.resolve("bin/gateway").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(folder.resolve("target"), Path.of("target").toAbsolutePath());
    }

    Path file(String name) {
        Path file = folder.resolve(name).normalize();
        assertThat(file).as("inside of the project").startsWithRaw(folder);
        return file;
    }

    /** Starts the gateway as the page says it, in the place of one that runs. */
    void start(String command) throws IOException, InterruptedException {
        stop();
        ProcessBuilder builder = shell("exec env " + command);
        builder.environment()
                .putAll(Map.of(
                        "SERVER_PORT", "0",
                        "MANAGEMENT_SERVER_PORT", "0",
                        "UPVEST_BROKER_PORT", "0",
                        "GATEWAY_JAVA_OPTIONS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
        gateway = builder.start();
        BufferedReader output = gateway.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.startsWith("  Profile ")) {
            said.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as("the gateway starts:\n" + said).isNotNull();
        addresses.put("http://127.0.0.1:8080", address("POST deliveries to", said));
        addresses.put("http://127.0.0.1:8081", address("Health", said));
        addresses.put("tcp://127.0.0.1:61616", address("Broker", said));
        Thread drain = new Thread(() -> Output.drain(output), "gateway-output");
        drain.setDaemon(true);
        drain.start();
    }

    private static String address(String what, CharSequence summary) {
        Matcher found = Pattern.compile("  " + what + " +(" + ADDRESS + ")").matcher(summary);
        assertThat(found.find()).as(what + " in:\n" + summary).isTrue();
        return found.group(1);
    }

    /** What the command prints, errors included. */
    String run(String command, boolean mustSucceed) throws IOException, InterruptedException {
        ProcessBuilder builder = shell(real(command));
        if (!addresses.isEmpty()) {
            builder.environment()
                    .putAll(Map.of(
                            "GATEWAY_URL", real("http://127.0.0.1:8080") + "/webhooks/upvest",
                            "GATEWAY_MANAGEMENT_URL", real("http://127.0.0.1:8081"),
                            "GATEWAY_BROKER_URL", real("tcp://127.0.0.1:61616")));
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        if (mustSucceed) {
            assertThat(process.exitValue()).as(command + "\n" + printed).isZero();
        }
        return printed;
    }

    /** The ports that a page names are the usual ones; here they are others. */
    String real(String text) {
        String real = text;
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            real = real.replace(address.getKey(), address.getValue());
        }
        return real;
    }

    private ProcessBuilder shell(String command) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    private void stop() throws InterruptedException {
        if (gateway != null) {
            gateway.destroy();
            assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
            gateway = null;
        }
    }

    @Override
    public void close() throws InterruptedException {
        try {
            stop();
        } finally {
            if (gateway != null) {
                gateway.destroyForcibly();
            }
        }
    }
}

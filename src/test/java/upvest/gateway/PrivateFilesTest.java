package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.Output;

/** What a running gateway leaves on the disk is for its own user only, whatever the umask of who starts it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script, and files have other rights")
class PrivateFilesTest {
    @TempDir
    Path folder;

    @Test
    void everyFileIsForTheGatewaysUserOnly() throws Exception {
        Path data = folder.resolve("data");
        Process gateway = start(data);
        try {
            BufferedReader output = gateway.inputReader(StandardCharsets.UTF_8);
            URI intake = awaitReady(output);
            Thread drain = new Thread(() -> Output.drain(output), "gateway-output");
            drain.setDaemon(true);
            drain.start();
            String delivery = FreshIds.of(Files.readString(Path.of("samples/live/every-type.json")));
            assertThat(Deliverer.post(intake, delivery).statusCode()).isEqualTo(200);
            assertThat(Deliverer.post(intake, large()).statusCode()).isEqualTo(200);
            for (String written :
                    List.of("broker/large-messages", "mailbox", "files", "recorded", "ledger/rocksdb", "log")) {
                await(written).atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> !rights(
                                data.resolve(written), true)
                        .isEmpty());
            }
            end(gateway, "-SEGV"); // a crash: Java writes down what it knows
            assertThat(data.resolve("hs_err.log")).isNotEmptyFile();
            assertThat(rights(data, true).entrySet()).as("files").isNotEmpty().allMatch(file -> file.getValue()
                    .equals("rw-------"));
            assertThat(rights(data, false).entrySet())
                    .as("folders")
                    .isNotEmpty()
                    .allMatch(file -> file.getValue().equals("rwx------"));
        } finally {
            gateway.destroyForcibly();
        }
    }

    private static Process start(Path data) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "umask 022; ulimit -c 0; exec bin/gateway run \"$@\"",
                "sh",
                "--spring.profiles.active=quick-start",
                "--server.port=0",
                "--management.server.port=0",
                "--upvest.broker.port=0",
                "--upvest.data=" + data,
                "--upvest.mail.interval=1s",
                "--upvest.recording.enabled=true",
                "--logging.file.name=" + data.resolve("log"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "GATEWAY_JAVA_OPTIONS",
                        "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ErrorFile="
                                + data.resolve("hs_err.log")));
        return builder.redirectErrorStream(true).start();
    }

    private static URI awaitReady(BufferedReader output) throws IOException {
        Pattern ready = Pattern.compile("POST deliveries to +(\\S+)");
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher intake = ready.matcher(line);
            if (intake.find()) {
                return URI.create(intake.group(1));
            }
        }
        throw new IllegalStateException("it did not start");
    }

    private static void end(Process gateway, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(gateway.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(gateway.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }

    /** One that the broker keeps in a file of its own. */
    private static String large() {
        return "{\"payload\":[{\"id\":\"" + UUID.randomUUID()
                + "\",\"created_at\":\"2026-01-15T15:00:00Z\",\"type\":\"USER.CREATED\",\"object\":{\"id\":\""
                + UUID.randomUUID() + "\",\"more\":\"" + "x".repeat(700_000) + "\"},\"webhook_id\":\""
                + UUID.randomUUID() + "\"}]}";
    }

    /** Of the files, or of the folders, in a folder and below it. */
    private static Map<String, String> rights(Path top, boolean files) throws IOException {
        Map<String, String> rights = new TreeMap<>();
        if (Files.exists(top)) {
            try (Stream<Path> paths = Files.walk(top)) {
                for (Path path : (Iterable<Path>) paths.filter(path -> Files.isDirectory(path) != files)::iterator) {
                    rights.put(path.toString(), PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                }
            }
        }
        return rights;
    }
}

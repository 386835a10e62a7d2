package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.ledger.LedgerFolder;
import upvest.gateway.testing.ConfigMap;
import upvest.gateway.testing.Output;
import upvest.gateway.testing.Tree;

/**
 * Starts of a gateway in a process of its own. One that fails says the true reason and ends, so that another one can start.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has other files and other signals")
class StartFromOutsideTest {
    @TempDir
    Path folder;

    /** Where it is started. */
    private Path home = Path.of("").toAbsolutePath();

    record Ended(int code, String said) {}

    @Test
    void aPortThatIsTakenIsNamedAndTheFolderIsFreeAfterwards() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            assertSentence(
                    end(Map.of("upvest.broker.port", port)),
                    "upvest.broker.port: port " + port + " of 127.0.0.1 cannot be used: ");
            assertSentence(end(Map.of("server.port", port)), "Port " + port + " was already in use");
            assertSentence(end(Map.of("management.server.port", port)), "Port " + port + " was already in use");
        }
        assertStarts();
    }

    @Test
    void anotherGatewayInTheFolderIsNamed() throws Exception {
        Process first = start(Map.of());
        try {
            BufferedReader output = first.inputReader(StandardCharsets.UTF_8);
            awaitReady(output);
            assertSentence(end(Map.of()), "upvest.data: another gateway uses the folder " + data());
        } finally {
            stop(first);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertSentence(
                end(Map.of("upvest.data", file.resolve("data").toString())),
                "upvest.data: the folder " + file.resolve("data") + " cannot be written: ");
        assertSentence(end(Map.of("upvest.data", file.toString())), "upvest.data: the folder " + file + " cannot be");
        assertSentence(
                end(Map.of("upvest.files.directory", file.resolve("files").toString())),
                "upvest.files.directory: " + file + " is not a folder");
        Files.createDirectories(data());
        Files.createFile(data().resolve("ledger"));
        assertSentence(end(Map.of()), "upvest.data: " + data().resolve("ledger") + " is not a folder");
    }

    @Test
    void aMissingFolderForTemporaryFilesIsNamed() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        assertSentence(
                end(Map.of(), "-Djava.io.tmpdir=" + nowhere),
                "the folder for temporary files, " + nowhere + ", cannot be written: there is none");
    }

    @Test
    void aDatabaseInWhichNoTableMayBeMadeIsNamed() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Connection owner = postgres.getPostgresDatabase().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            statement.execute("CREATE ROLE reader LOGIN");
            assertSentence(
                    end(Map.of(
                            "upvest.ledger.url",
                            "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                            "upvest.ledger.user",
                            "reader")),
                    "upvest.ledger.url: the ledger cannot be used: ");
        }
    }

    @Test
    void aLedgerOfALaterReleaseIsNotTouched() throws Exception {
        LedgerFolder.ofALaterRelease(data());
        assertSentence(
                end(Map.of()),
                "upvest.data: the ledger in " + data().resolve("ledger/rocksdb")
                        + ": it was written by a later release of the gateway");
    }

    @Test
    void aFileThatIsNoYamlIsNamed() throws Exception {
        FileSystemUtils.copyRecursively(Path.of("config"), folder.resolve("config"));
        Files.writeString(folder.resolve("config/application-quick-start.yaml"), "upvest:\n  mail: to: me\n");
        home = folder;
        assertSentence(end(Map.of()), "config/application-quick-start.yaml, line 2: this is not YAML: ");
    }

    @Test
    void aStartInAnotherFolderIsTold() throws Exception {
        home = folder;
        assertSentence(end(Map.of()), "is not set: is config/application.yaml, with all defaults, where the gateway");
    }

    @Test
    void aPageThatTheBrokerWouldNotFindIsAnError() throws Exception {
        Path paging = Files.createDirectories(data().resolve("broker/paging/one"));
        // in a shell, because Java cannot name it in every locale: 1 in Arabic
        shell("touch \"$1/$(printf '\\331\\241').page\"", paging);
        assertSentence(end(Map.of()), "upvest.data: " + paging);
        shell("rm -r \"$1\"", paging);
        assertStarts();
    }

    @Test
    void aDatabaseThatIsNotThereOrIsNoneIsNamed() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        assertSentence(
                end(Map.of("upvest.ledger.url", "jdbc:postgresql://127.0.0.1:" + nobody + "/ledger")),
                "upvest.ledger.url: the ledger cannot be used: ");
        assertSentence(
                end(Map.of("upvest.ledger.url", "postgres://me:not-to-be-told@127.0.0.1/ledger")),
                "upvest.ledger.url: it is not a JDBC address of a PostgreSQL");
        assertSentence(
                end(Map.of("upvest.broker.url", "artemis at home")),
                "upvest.broker.url: it is not an address of a broker");
    }

    @Test
    void aBrokerThatIsNotThereIsToldByAGatewayThatWaitsForIt() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        Process gateway = start(Map.of("upvest.broker.url", "tcp://127.0.0.1:" + nobody));
        try {
            BufferedReader output = gateway.inputReader(StandardCharsets.UTF_8);
            assertThat(awaitReady(output)).contains("tcp://127.0.0.1:" + nobody + " (CANNOT BE REACHED)");
            String line = output.readLine();
            while (line != null && !line.contains("THE BROKER CANNOT BE REACHED")) {
                line = output.readLine();
            }
            assertThat(line).contains("(upvest.broker.url)", "Deliveries are answered 503 until it can");
        } finally {
            stop(gateway);
        }
    }

    @Test
    void filesOfAConfigMapAreTakenOnce() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        for (String part : List.of("config", "kamelets", "routes", "schemas")) {
            FileSystemUtils.copyRecursively(Path.of(part), home.resolve(part));
        }
        for (String part : List.of("config", "kamelets", "routes/channels", "routes/domains")) {
            ConfigMap.in(home.resolve(part));
        }
        assertStarts();
    }

    @Test
    void whoStartsItInArabicStillFindsAllPages() throws Exception {
        Process gateway = start(Map.of(), "-Duser.language=ar", "-Duser.country=EG", "-Xmx128m");
        try {
            BufferedReader output = gateway.inputReader(StandardCharsets.UTF_8);
            Matcher intake = Pattern.compile("POST deliveries to +(\\S+)").matcher(awaitReady(output));
            assertThat(intake.find()).isTrue();
            Thread drain = new Thread(() -> Output.drain(output), "gateway-output");
            drain.setDaemon(true);
            drain.start();
            ProcessBuilder send = new ProcessBuilder(
                    "bin/gateway",
                    "send",
                    "--url",
                    intake.group(1),
                    "--fresh-ids",
                    "--repeat",
                    "70",
                    "samples/live/every-type.json");
            send.environment().put("JAVA_HOME", System.getProperty("java.home"));
            assertThat(send.redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor())
                    .isZero();
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions() // the folder of an outbox goes when it was read
                    .until(() -> largestPageNotReadHere().toFile().length() > 0);
        } finally {
            stop(gateway);
        }
        assertThat(pages()).isNotEmpty().allMatch(name -> name.matches("[0-9]+\\.page"));
        assertThat(saidOfMessages()).isEmpty(); // and no file is refused
        Files.delete(largestPageNotReadHere());
        assertThat(saidOfMessages())
                .hasSize(1)
                .allMatch(
                        line -> line.matches(
                                ".*ERROR.* upvest\\.\\w+ had \\d+ messages when the broker was stopped, and has \\d+: files .*"));
        assertThat(saidOfMessages()).isEmpty(); // what is there is all again
    }

    /** What a start and a stop in order say of messages that are not there. */
    private List<String> saidOfMessages() throws Exception {
        Process gateway = start(Map.of());
        try {
            return awaitReady(gateway.inputReader(StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> line.contains("messages when the broker was stopped"))
                    .toList();
        } finally {
            stop(gateway);
        }
    }

    private List<String> pages() throws IOException {
        return pageFiles().map(file -> file.getFileName().toString()).toList();
    }

    private Stream<Path> pageFiles() throws IOException {
        return Tree.files(data().resolve("broker/paging")).stream()
                .filter(file -> file.toString().endsWith(".page"));
    }

    /** Of the outboxes a page may be there though all of it was read. */
    private Path largestPageNotReadHere() throws IOException {
        return pageFiles()
                .filter(page -> !text(page.resolveSibling("address.txt")).matches("upvest\\.(mail|files)\\s*"))
                .max(Comparator.comparingLong(page -> page.toFile().length()))
                .orElseThrow();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void shell(String command, Path argument) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command, "sh", argument.toString()).start();
        assertThat(shell.waitFor()).isZero();
    }

    private void assertStarts() throws Exception {
        Process gateway = start(Map.of());
        try {
            BufferedReader output = gateway.inputReader(StandardCharsets.UTF_8);
            assertThat(awaitReady(output)).doesNotContain("CANNOT BE REACHED");
        } finally {
            stop(gateway);
        }
    }

    private static void assertSentence(Ended ended, String sentence) {
        assertThat(ended.said())
                .contains("APPLICATION FAILED TO START", sentence)
                .doesNotContain("\tat ", "not-to-be-told");
        assertThat(ended.code()).isEqualTo(1);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Ended end(Map<String, String> settings, String... flags) throws IOException, InterruptedException {
        Process gateway = start(settings, flags);
        try {
            BufferedReader output = gateway.inputReader(StandardCharsets.UTF_8);
            StringWriter all = new StringWriter();
            output.transferTo(all);
            String said = all.toString();
            assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
            return new Ended(gateway.exitValue(), said);
        } finally {
            gateway.destroyForcibly();
        }
    }

    private Process start(Map<String, String> settings, String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target/classes").toAbsolutePath() + ":" + Files.readString(Path.of("target/classpath")),
                GatewayApplication.class.getName(),
                "--spring.profiles.active=quick-start",
                "--server.port=0",
                "--management.server.port=0",
                "--upvest.broker.port=0",
                "--upvest.data=" + data()));
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String name = "--" + setting.getKey() + "=";
            command.removeIf(argument -> argument.startsWith(name));
            command.add(name + setting.getValue());
        }
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** What it says until it is ready. */
    private static String awaitReady(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.startsWith("  Profile ")) {
            said.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as("it starts:\n" + said).isNotNull();
        return said.toString();
    }

    private static void stop(Process gateway) throws InterruptedException {
        gateway.destroy();
        if (!gateway.waitFor(60, TimeUnit.SECONDS)) {
            gateway.destroyForcibly();
        }
    }
}

package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL, the real binaries, with {@code fsync} on. */
final class PostgresProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private final Path data;
    private final EmbeddedPostgres first;
    private final String commandLine;
    private final PostgresStandby standby;
    private ProcessHandle server;

    /** Starts a PostgreSQL that stands still. */
    @FunctionalInterface
    interface Restart {
        void run() throws IOException;
    }

    /** @param withStandby whether another one follows it, and takes its place when it is killed; once */
    PostgresProcess(Path data, boolean withStandby) throws Exception {
        this.data = data;
        this.first = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on") // these three are PostgreSQL's defaults, which tests usually undo
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(PATIENCE)
                .start();
        this.server = ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                        .get(0)
                        .strip()))
                .orElseThrow();
        this.commandLine = Files.readString(data.resolve("postmaster.opts")).strip();
        assertThat(setting("fsync")).isEqualTo("on");
        assertThat(setting("synchronous_commit")).isEqualTo("on");
        if (withStandby) {
            kill();
            standby = new PostgresStandby(data, first.getPort(), commandLine, this::restart);
        } else {
            standby = null;
        }
    }

    private String setting(String name) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    String url() {
        return standby == null
                ? "jdbc:postgresql://127.0.0.1:" + first.getPort() + "/postgres"
                : "jdbc:postgresql://127.0.0.1:" + first.getPort() + ",127.0.0.1:" + standby.port()
                        + "/postgres?targetServerType=primary";
    }

    /** To the one that may be written. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    /** SIGKILL to the server's first process; the others see that it is gone and end. */
    void kill() throws Exception {
        kill(server);
        assertThat(data.resolve("postmaster.pid")).as("not stopped but killed").exists();
    }

    static void kill(ProcessHandle server) throws Exception {
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.add(server);
        assertThat(server.destroyForcibly()).isTrue();
        for (ProcessHandle process : all) {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** There is one again: it, or its standby. */
    void start() throws IOException {
        if (standby == null) {
            restart();
        } else {
            standby.promote();
        }
    }

    private void restart() throws IOException {
        server = run(commandLine, data);
    }

    /** On data that are there, with the command line that PostgreSQL noted at its first start. */
    static ProcessHandle run(String commandLine, Path data) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // it refuses to run as root
        }
        int space = commandLine.indexOf(" \"");
        command.add(commandLine.substring(0, space));
        Matcher quoted = QUOTED.matcher(commandLine.substring(space));
        while (quoted.find()) {
            command.add(quoted.group(1));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("output-after-a-kill").toFile())
                .start()
                .toHandle();
    }

    void awaitReady() {
        await("PostgreSQL answers").atMost(PATIENCE).ignoreExceptions().until(() -> setting("fsync")
                .equals("on"));
    }

    void end() throws Exception {
        if (standby != null) {
            standby.end();
        }
        first.close();
    }
}

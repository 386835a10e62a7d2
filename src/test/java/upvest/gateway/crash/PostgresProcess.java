package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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
    private ProcessHandle server;

    PostgresProcess(Path data) throws IOException, SQLException {
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
    }

    private String setting(String name) throws SQLException {
        try (Connection connection = first.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + first.getPort() + "/postgres";
    }

    /** SIGKILL to the server's first process; the others see that it is gone and end. */
    void kill() throws Exception {
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.add(server);
        assertThat(server.destroyForcibly()).isTrue();
        for (ProcessHandle process : all) {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(data.resolve("postmaster.pid")).as("not stopped but killed").exists();
    }

    /** On the same data, with the command line that PostgreSQL noted at its first start. */
    void start() throws IOException {
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
        server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("output-after-a-kill").toFile())
                .start()
                .toHandle();
    }

    void awaitReady() {
        await("PostgreSQL answers").atMost(PATIENCE).ignoreExceptions().until(() -> setting("fsync")
                .equals("on"));
    }

    void end() throws IOException {
        first.close();
    }
}

package upvest.gateway.crash;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;

/** A copy of a PostgreSQL that follows it, has each commit before that one tells of it, and takes its place when told to. */
final class PostgresStandby {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int port = BrokerProcess.freePort();
    private final ProcessHandle server;

    /**
     * @param data of a PostgreSQL that stands still
     * @param restart starts that one again
     */
    PostgresStandby(Path data, int primary, String commandLine, PostgresProcess.Restart restart)
            throws IOException, SQLException {
        Path copy = data.resolveSibling("standby");
        FileSystemUtils.copyRecursively(data, copy);
        Files.delete(copy.resolve("postmaster.pid"));
        Files.createFile(copy.resolve("standby.signal"));
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(data));
        restart.run();
        server = PostgresProcess.run(
                commandLine.replace(data.toString(), copy.toString()).replace("\"" + primary + "\"", "\"" + port + "\"")
                        + " \"-c\" \"primary_conninfo=host=127.0.0.1 port=" + primary + " user=postgres\"",
                copy);
        await("the standby follows").atMost(PATIENCE).ignoreExceptions().until(() -> tell(
                        primary, "SELECT state FROM pg_stat_replication")
                .equals("streaming"));
        tell(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
        tell(primary, "SELECT pg_reload_conf()");
        await("it has what is committed").atMost(PATIENCE).until(() -> tell(
                        primary, "SELECT sync_state FROM pg_stat_replication")
                .equals("sync"));
    }

    private static String tell(int port, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    int port() {
        return port;
    }

    /** From now on it may be written. */
    void promote() {
        await("the standby is promoted").atMost(PATIENCE).ignoreExceptions().until(() -> tell(
                        port, "SELECT pg_promote()")
                .equals("t"));
    }

    void end() throws Exception {
        PostgresProcess.kill(server);
    }
}

package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** ActiveMQ Artemis as it is distributed, in a process of its own, set up as the documentation says. */
public final class BrokerProcess implements Broker {
    /** It serves; of a backup: it has become active; it stands by. */
    private static final Pattern STATE = Pattern.compile("AMQ221007|AMQ221010|AMQ221031");

    private static final Pattern ACTIVE = Pattern.compile("AMQ221007|AMQ221010");
    private static final Pattern STANDBY = Pattern.compile("AMQ221031");

    private final Path home;
    private final Path instance;
    private final int port;
    private JavaProcess process;

    public BrokerProcess(Path instance) throws IOException, InterruptedException {
        this(instance, freePort(), List.of());
        start();
    }

    /**
     * Starts nothing.
     *
     * @param more words for {@code artemis create}
     */
    BrokerProcess(Path instance, int port, List<String> more) throws IOException, InterruptedException {
        this.home = home();
        this.instance = instance;
        this.port = port;
        create(more);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where the build unpacked the distribution. */
    private static Path home() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("target/artemis").toAbsolutePath())) {
            return folders.findFirst().orElseThrow();
        }
    }

    private void create(List<String> more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "create",
                instance.toString(),
                "--silent",
                "--user=upvest",
                "--password=secret",
                "--require-login",
                "--no-web",
                "--no-autotune",
                "--no-amqp-acceptor",
                "--no-stomp-acceptor",
                "--no-mqtt-acceptor",
                "--no-hornetq-acceptor",
                "--host=127.0.0.1",
                "--default-port=" + port));
        words.addAll(more);
        JavaProcess create = artemis(List.of(), words);
        assertThat(create.exitCode()).as(create.tail()).isZero();
        Files.copy(Path.of("config/broker.properties"), instance.resolve("etc/broker.properties"));
    }

    /** Adds a line to its settings. */
    void set(String property) throws IOException {
        Files.writeString(etc("broker.properties"), property + "\n", StandardOpenOption.APPEND);
    }

    /** A file below its folder {@code etc}, where people write down logins and settings. */
    public Path etc(String file) {
        return instance.resolve("etc").resolve(file);
    }

    @Override
    public void start() throws IOException {
        process = artemis(
                List.of(
                        "-Dartemis.instance=" + instance,
                        "-Dartemis.instance.etc=" + instance.resolve("etc"),
                        "-Ddata.dir=" + instance.resolve("data"),
                        "-Djava.security.auth.login.config=" + instance.resolve("etc/login.config")),
                List.of("run"));
    }

    @Override
    public boolean hasBackup() {
        return false;
    }

    @Override
    public void awaitReady() {
        assertThat(process.reaches(STATE, ACTIVE)).as(tail()).isTrue();
    }

    @Override
    public void awaitWhole() {}

    /** Waits until it is a backup and has what the other one has; false when it ends instead. */
    boolean standsBy() {
        return process.reaches(STATE, STANDBY);
    }

    @Override
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** What is done while it stands still. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    void frozen(Work work) throws IOException, InterruptedException {
        process.signal("-STOP");
        work.run();
        process.signal("-CONT");
    }

    @Override
    public void end() throws InterruptedException {
        process.end();
    }

    public int port() {
        return port;
    }

    @Override
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public String clientUrl() {
        return url() + "?user=upvest&password=secret";
    }

    @Override
    public String tail() {
        return process.tail();
    }

    /** What the script {@code artemis} starts; the script itself would be the process that is killed. */
    private JavaProcess artemis(List<String> options, List<String> words) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-cp",
                home.resolve("lib/artemis-boot.jar").toString(),
                "-Dartemis.home=" + home,
                "-Djava.library.path=" + home.resolve("bin/lib/linux-" + System.getProperty("os.arch"))));
        arguments.addAll(options);
        arguments.add("org.apache.activemq.artemis.boot.Artemis");
        arguments.addAll(words);
        return JavaProcess.start("broker", Path.of(""), arguments);
    }
}

package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** ActiveMQ Artemis as it is distributed, in a process of its own, set up as the documentation says. */
public final class BrokerProcess {
    private static final Pattern READY = Pattern.compile("AMQ221007"); // server is now active

    private final Path home;
    private final Path instance;
    private final int port;
    private JavaProcess process;

    public BrokerProcess(Path instance) throws IOException, InterruptedException {
        this.home = home();
        this.instance = instance;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        create();
        start();
    }

    /** Where the build unpacked the distribution. */
    private static Path home() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("target/artemis").toAbsolutePath())) {
            return folders.findFirst().orElseThrow();
        }
    }

    private void create() throws IOException, InterruptedException {
        JavaProcess create = artemis(
                List.of(),
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
                "--default-port=" + port);
        assertThat(create.exitCode()).as(create.tail()).isZero();
        Files.copy(Path.of("config/broker.properties"), instance.resolve("etc/broker.properties"));
    }

    /** A file below its folder {@code etc}, where people write down logins and settings. */
    public Path etc(String file) {
        return instance.resolve("etc").resolve(file);
    }

    public void start() throws IOException {
        process = artemis(
                List.of(
                        "-Dartemis.instance=" + instance,
                        "-Dartemis.instance.etc=" + instance.resolve("etc"),
                        "-Ddata.dir=" + instance.resolve("data"),
                        "-Djava.security.auth.login.config=" + instance.resolve("etc/login.config")),
                "run");
    }

    public void awaitReady() {
        process.awaitLine(READY);
    }

    public void kill() throws InterruptedException {
        process.kill();
    }

    public void end() throws InterruptedException {
        process.end();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** The address for a client that logs in. */
    public String clientUrl() {
        return url() + "?user=upvest&password=secret";
    }

    public String tail() {
        return process.tail();
    }

    /** What the script {@code artemis} starts; the script itself would be the process that is killed. */
    private JavaProcess artemis(List<String> options, String... words) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-cp",
                home.resolve("lib/artemis-boot.jar").toString(),
                "-Dartemis.home=" + home,
                "-Djava.library.path=" + home.resolve("bin/lib/linux-" + System.getProperty("os.arch"))));
        arguments.addAll(options);
        arguments.add("org.apache.activemq.artemis.boot.Artemis");
        arguments.addAll(List.of(words));
        return JavaProcess.start("broker", Path.of(""), arguments);
    }
}

package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A gateway in a process of its own, on free ports. */
final class GatewayProcess {
    private static final int TERMINATED = 128 + 15;
    private static final Pattern READY = Pattern.compile("POST deliveries to +(\\S+)");
    private static final Pattern INSIDE = Pattern.compile(StoppableGateway.INSIDE + "(\\S+)");
    private static final Pattern MANAGEMENT = Pattern.compile("Health +(\\S+)/actuator/health");

    private final JavaProcess process;
    private volatile URI url;
    private volatile boolean dying;
    private int stops;

    private GatewayProcess(JavaProcess process) {
        this.process = process;
    }

    /**
     * Does not wait until it is ready.
     *
     * @param home the folder with its routes
     */
    static GatewayProcess start(String name, Path home, Path data, Map<String, String> settings) throws IOException {
        return start(name, List.of(), home, data, settings);
    }

    /** @param wrapper a command that ends with executing the one behind it */
    static GatewayProcess start(String name, List<String> wrapper, Path home, Path data, Map<String, String> settings)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-cp",
                classPath(home),
                StoppableGateway.class.getName(),
                "--spring.profiles.active=quick-start",
                "--server.port=0",
                "--management.server.port=0",
                "--logging.level.upvest.gateway.deliveries=off",
                "--upvest.broker.port=0",
                "--upvest.contract=published",
                "--upvest.mail.interval=200ms",
                "--upvest.data=" + data));
        settings.forEach((setting, value) -> arguments.add("--" + setting + "=" + value));
        return new GatewayProcess(JavaProcess.start(name, home, wrapper, arguments));
    }

    /** That of the test; with the classes of another release, where the home is a checkout of one, compiled. */
    private static String classPath(Path home) {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path other = home.toAbsolutePath().resolve("target");
        return Files.exists(other.resolve("test-classes"))
                ? own.replace(Path.of("target").toAbsolutePath().toString(), other.toString())
                : own;
    }

    /** Where to deliver; null while it starts and from the moment on in which it is killed. */
    URI url() {
        if (url == null) {
            String told = process.find(READY);
            url = told == null ? null : URI.create(told);
        }
        return dying ? null : url;
    }

    void awaitReady() {
        process.awaitLine(READY);
    }

    String brokerUrl() {
        return process.awaitLine(INSIDE);
    }

    /** Its management port. */
    String managementUrl() {
        return process.awaitLine(MANAGEMENT);
    }

    /** Lets the n-th delivery that comes to the moment stand there, and waits until it does. */
    void stopAt(Moment moment, int nth) throws IOException {
        process.awaitLine(prepareStop(moment, nth));
    }

    /** Lets the n-th delivery that comes to the moment stand there; returns what it says then. */
    Pattern prepareStop(Moment moment, int nth) throws IOException {
        stops++; // a name of its own: the process may have stood at this moment before
        String name = moment + "-" + stops;
        process.tell("stop " + moment + " " + nth + " " + name);
        return Pattern.compile("^" + StoppableGateway.AT + name + "$");
    }

    /** What stands goes on. */
    void goOn() throws IOException {
        process.tell("go");
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        dying = true;
        process.kill();
    }

    /** Nobody delivers to it any more. */
    void leave() {
        dying = true;
    }

    /** It does nothing any more, and its connections stay open. */
    void freeze() throws IOException, InterruptedException {
        leave();
        process.signal("-STOP");
    }

    /** It goes on where it was, and is delivered to again. */
    void thaw() throws IOException, InterruptedException {
        process.signal("-CONT");
        goOn();
        dying = false;
    }

    /** SIGTERM, then what stands goes on; it ends in order. */
    void terminate() throws IOException, InterruptedException {
        process.terminate();
        process.tell("go");
        assertThat(process.exitCode()).as(process.tail()).isEqualTo(TERMINATED);
    }

    void end() throws InterruptedException {
        dying = true;
        process.end();
    }

    /** The first line that fits; null when there is none. */
    String find(Pattern line) {
        return process.find(line);
    }

    /** Waits until it says so. */
    void awaitLine(Pattern line) {
        process.awaitLine(line);
    }

    String tail() {
        return process.tail();
    }
}

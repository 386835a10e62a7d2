package upvest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A peer in Java, started from its module's classes with the gateway's JVM flags, in the gateway's folder.
 *
 * @param checkout where it was built: this one or another
 * @param module folder below {@code bench/} it is built in
 */
record JavaPeer(
        String name,
        Path checkout,
        String module,
        String main,
        boolean signed,
        boolean hasBroker,
        boolean takesDeliveries)
        implements Peer {

    @Override
    public void prepare() throws IOException, InterruptedException {
        if (!checkout.equals(Places.ROOT)) {
            Commands.run(checkout, "./mvnw", "-q", "-B", "-Dquick", "-DskipTests", "package");
            Commands.run(checkout, "./mvnw", "-q", "-B", "-Dquick", "-f", "bench/pom.xml", "compile");
        }
    }

    @Override
    public List<ServerProcess> start(Ports ports, Path data, StartOptions options) throws IOException {
        Path target = checkout.resolve("bench").resolve(module).resolve("target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(options.jvm() == null ? Shipped.jvmFlags(checkout) : options.jvm());
        command.add("-Dspring.config.location=optional:classpath:/"); // not the gateway's own
        command.add("-cp");
        command.add(target.resolve("classes") + ":" + Files.readString(target.resolve("classpath")));
        command.add(main);
        command.add("--port=" + ports.http());
        command.add("--broker-port=" + ports.broker());
        command.add("--data=" + data);
        if (signed) {
            command.add("--signed");
        }
        return List.of(ServerProcess.start(command, checkout, Path.of(data + ".log"), Map.of()));
    }
}

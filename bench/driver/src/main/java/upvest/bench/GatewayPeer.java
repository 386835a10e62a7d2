package upvest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gateway, as it is shipped.
 *
 * @param checkout where it was built: this one or another, to compare two states of it
 * @param jdk what it runs on
 * @param prepared whether it has the archives that make its start faster
 */
record GatewayPeer(String name, Path checkout, boolean signed, Path jdk, boolean prepared) implements Peer {
    private static final Set<Path> LAID_OUT = new HashSet<>();

    GatewayPeer(String name, Path checkout, boolean signed) {
        this(name, checkout, signed, Path.of(System.getProperty("java.home")), true);
    }

    @Override
    public boolean ownsOutboxes() {
        return true;
    }

    private Path home() {
        String state = Integer.toHexString(checkout.hashCode()) + "-" + jdk.getFileName();
        return Places.BENCH.resolve("target/gateway-" + state + (prepared ? "" : "-unprepared"));
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        if (LAID_OUT.add(home())) { // once: another of the same checkout may run from there
            Shipped.layOut(checkout, home(), jdk, prepared);
        }
    }

    @Override
    public List<ServerProcess> start(Ports ports, Path data, StartOptions options) throws IOException {
        List<String> command = new ArrayList<>(
                Shipped.hasRun(checkout)
                        ? List.of("bin/gateway", "run")
                        : List.of(jdk.resolve("bin/java").toString(), "-jar", "upvest-gateway.jar"));
        command.addAll(List.of(
                "--server.port=" + ports.http(),
                "--management.server.port=" + ports.management(),
                "--upvest.broker.port=" + ports.broker(),
                "--upvest.broker.user=" + Drain.LOGIN,
                "--upvest.broker.password=" + Drain.LOGIN,
                "--upvest.data=" + data,
                "--upvest.contract=published", // the other ways to build it know no other
                "--upvest.signature.required=" + signed,
                "--upvest.signature.jwks=file:config/quick-start/jwks.json"));
        command.addAll(options.arguments());
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("GATEWAY_PREPARE", "no"); // it is laid out prepared, or meant not to be
        if (options.jvm() != null) {
            environment.put("GATEWAY_JAVA_OPTIONS", String.join(" ", options.jvm()));
        }
        return List.of(ServerProcess.start(command, home(), Path.of(data + ".log"), environment));
    }
}

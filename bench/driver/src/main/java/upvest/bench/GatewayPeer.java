package upvest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The gateway, as it is shipped.
 *
 * @param checkout where it was built: this one or another, to compare two states of it
 */
record GatewayPeer(String name, Path checkout, boolean signed) implements Peer {
    private static final Set<Path> LAID_OUT = new HashSet<>();

    @Override
    public boolean ownsOutboxes() {
        return true;
    }

    private Path home() {
        return Places.BENCH.resolve("target/gateway-" + Integer.toHexString(checkout.hashCode()));
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        if (LAID_OUT.add(checkout)) { // once: another of the same checkout may run from there
            Shipped.layOut(checkout, home());
        }
    }

    @Override
    public List<ServerProcess> start(Ports ports, Path data, StartOptions options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(options.javaCommand());
        command.addAll(options.jvm() == null ? Shipped.jvmFlags(checkout) : options.jvm());
        command.addAll(List.of(
                "-jar",
                "upvest-gateway.jar",
                "--server.port=" + ports.http(),
                "--management.server.port=" + ports.management(),
                "--upvest.broker.port=" + ports.broker(),
                "--upvest.data=" + data,
                "--upvest.signature.required=" + signed,
                "--upvest.signature.jwks=file:config/quick-start/jwks.json"));
        command.addAll(options.arguments());
        return List.of(ServerProcess.start(command, home(), Path.of(data + ".log"), options.environment()));
    }
}

package upvest.bench;

import java.nio.file.Path;
import java.util.List;

/** All peers by name. */
final class Peers {
    static final List<String> ALL = List.of(
            "gateway",
            "gateway-signed",
            "floor",
            "floor-signed",
            "stock-camel",
            "spring-integration",
            "node-red",
            "raw-broker",
            "ceiling");

    private static final String OTHER = "gateway@";
    private static final String OTHER_SIGNED = "gateway-signed@";

    private Peers() {}

    static Peer of(String name) {
        if (name.startsWith(OTHER)) {
            return new GatewayPeer(name, Path.of(name.substring(OTHER.length())).toAbsolutePath(), false);
        }
        if (name.startsWith(OTHER_SIGNED)) {
            return new GatewayPeer(
                    name, Path.of(name.substring(OTHER_SIGNED.length())).toAbsolutePath(), true);
        }
        return switch (name) {
            case "gateway" -> new GatewayPeer(name, Places.ROOT, false);
            case "gateway-signed" -> new GatewayPeer(name, Places.ROOT, true);
            case "floor" -> new JavaPeer(name, "driver", "upvest.bench.peer.Floor", false, true, true);
            case "floor-signed" -> new JavaPeer(name, "driver", "upvest.bench.peer.Floor", true, true, true);
            case "stock-camel" ->
                new JavaPeer(name, "peers/stock-camel", "upvest.bench.camel.StockCamel", false, true, true);
            case "spring-integration" ->
                new JavaPeer(
                        name,
                        "peers/spring-integration",
                        "upvest.bench.integration.SpringIntegration",
                        false,
                        true,
                        true);
            case "node-red" -> new NodeRedPeer(name);
            case "raw-broker" -> new JavaPeer(name, "driver", "upvest.bench.peer.RawBroker", false, true, false);
            case "ceiling" -> new JavaPeer(name, "driver", "upvest.bench.peer.Ceiling", false, false, true);
            default ->
                throw new IllegalArgumentException("no peer " + name + ": there are " + String.join(", ", ALL)
                        + " and gateway@<another checkout>");
        };
    }
}

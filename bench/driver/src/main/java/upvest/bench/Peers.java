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
    private static final String OTHER_FLOOR = "floor@";
    private static final String FLOOR = "upvest.bench.peer.Floor";

    private Peers() {}

    static Peer of(String name) {
        if (name.startsWith(OTHER)) {
            return new GatewayPeer(name, checkout(name), false);
        }
        if (name.startsWith(OTHER_SIGNED)) {
            return new GatewayPeer(name, checkout(name), true);
        }
        if (name.startsWith(OTHER_FLOOR)) {
            return new JavaPeer(name, checkout(name), "driver", FLOOR, false, true, true);
        }
        return switch (name) {
            case "gateway" -> new GatewayPeer(name, Places.ROOT, false);
            case "gateway-signed" -> new GatewayPeer(name, Places.ROOT, true);
            case "floor" -> new JavaPeer(name, Places.ROOT, "driver", FLOOR, false, true, true);
            case "floor-signed" -> new JavaPeer(name, Places.ROOT, "driver", FLOOR, true, true, true);
            case "stock-camel" ->
                new JavaPeer(
                        name, Places.ROOT, "peers/stock-camel", "upvest.bench.camel.StockCamel", false, true, true);
            case "spring-integration" ->
                new JavaPeer(
                        name,
                        Places.ROOT,
                        "peers/spring-integration",
                        "upvest.bench.integration.SpringIntegration",
                        false,
                        true,
                        true);
            case "node-red" -> new NodeRedPeer(name);
            case "raw-broker" ->
                new JavaPeer(name, Places.ROOT, "driver", "upvest.bench.peer.RawBroker", false, true, false);
            case "ceiling" ->
                new JavaPeer(name, Places.ROOT, "driver", "upvest.bench.peer.Ceiling", false, false, true);
            default ->
                throw new IllegalArgumentException("no peer " + name + ": there are " + String.join(", ", ALL)
                        + " and gateway@<another checkout>");
        };
    }

    private static Path checkout(String name) {
        return Path.of(name.substring(name.indexOf('@') + 1)).toAbsolutePath().normalize();
    }
}

package upvest.gateway.delivery;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;

/** The routes that each delivery takes on its way from the inbox to the domains. */
public final class Trunk {
    private static final List<String> ROUTES = List.of(
            "accept-delivery",
            "validate-envelope",
            "accept-event",
            "route-event",
            "validate-event",
            "by-domain",
            "operations",
            "invalid",
            "dead",
            "unknown");

    private final CamelContext camel;
    private final RouteSwapLock swapLock;

    Trunk(CamelContext camel, RouteSwapLock swapLock) {
        this.camel = camel;
        this.swapLock = swapLock;
    }

    /** Those that do not run, separated by commas; empty when all do. One that is being swapped does, in a moment. */
    public String missing() {
        return swapLock.look(() -> ROUTES.stream()
                .filter(route -> camel.getRouteController().getRouteStatus(route) != ServiceStatus.Started)
                .collect(Collectors.joining(", ")));
    }
}

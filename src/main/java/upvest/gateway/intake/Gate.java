package upvest.gateway.intake;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import upvest.gateway.live.Standstill;

/**
 * Whether deliveries are taken: the trunk's routes run and the gateway is not about to stop. Closed gates answer 503,
 * never 404.
 */
public final class Gate {
    private static final List<String> ROUTES = List.of(
            "receive",
            "accept-delivery",
            "validate-envelope",
            "accept-event",
            "handle-event",
            "validate-event",
            "route-event",
            "by-domain",
            "operations",
            "invalid",
            "dead",
            "unknown",
            "parked");

    private final CamelContext camel;
    private final Standstill standstill;
    private volatile boolean stopping;

    Gate(CamelContext camel, Standstill standstill) {
        this.camel = camel;
        this.standstill = standstill;
    }

    /** Cheap enough to ask for every request. */
    public boolean open() {
        return !stopping && camel.isStarted() && missing().isEmpty();
    }

    /** Why no delivery is taken; empty when the gate is open. */
    public String closed() {
        if (stopping) {
            return "the gateway stops";
        }
        if (!camel.isStarted()) {
            return "the gateway starts";
        }
        List<String> missing = missing();
        return missing.isEmpty() ? "" : "these routes of the trunk do not run: " + String.join(", ", missing);
    }

    /** Routes that each delivery takes and that do not run. One that is being swapped does, in a moment. */
    public List<String> missing() {
        return standstill.move(() -> ROUTES.stream()
                .filter(route -> camel.getRouteController().getRouteStatus(route) != ServiceStatus.Started)
                .toList());
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void stopping(ContextClosedEvent event) {
        stopping = true;
    }
}

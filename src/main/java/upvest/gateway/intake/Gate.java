package upvest.gateway.intake;

import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import upvest.gateway.live.Standstill;

/**
 * Whether deliveries are taken: the trunk's routes run, there are keys to verify with, and the gateway is not about to
 * stop. Closed gates answer 503, never 404.
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
    private final Supplier<String> noKeys;
    private volatile boolean stopping;

    /** @param noKeys why no delivery can be verified; empty when each can, or none need be */
    Gate(CamelContext camel, Standstill standstill, Supplier<String> noKeys) {
        this.camel = camel;
        this.standstill = standstill;
        this.noKeys = noKeys;
    }

    /** Cheap enough to ask for every request. */
    public boolean open() {
        return !stopping && camel.isStarted() && missing().isEmpty() && hasKeys();
    }

    /** Whether a delivery could be verified. */
    boolean hasKeys() {
        return noKeys.get().isEmpty();
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
        return missing.isEmpty() ? noKeys.get() : "these routes of the trunk do not run: " + String.join(", ", missing);
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

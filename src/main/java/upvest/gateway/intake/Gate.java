package upvest.gateway.intake;

import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Whether deliveries are taken: the intake's route runs, there are keys to verify with, and the gateway is not about to
 * stop. Closed gates answer 503, never 404.
 */
public final class Gate {
    private static final String ROUTE = "receive";

    private final CamelContext camel;
    private final Supplier<String> noKeys;
    private volatile boolean stopping;

    /** @param noKeys why no delivery can be verified; empty when each can, or none need be */
    Gate(CamelContext camel, Supplier<String> noKeys) {
        this.camel = camel;
        this.noKeys = noKeys;
    }

    /** Cheap enough to ask for every request. */
    public boolean open() {
        return !stopping && camel.isStarted() && receives() && hasKeys();
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
        return receives() ? noKeys.get() : "the route " + ROUTE + " does not run: somebody has stopped it";
    }

    /** Whether the intake's route runs. */
    public boolean receives() {
        return camel.getRouteController().getRouteStatus(ROUTE) == ServiceStatus.Started;
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void stopping(ContextClosedEvent event) {
        stopping = true;
    }
}

package upvest.gateway.intake;

import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Whether deliveries are taken: the intake's route runs and the gateway is not about to stop. Closed gates answer 503,
 * never 404.
 */
public final class Gate {
    private static final String ROUTE = "receive";

    private final CamelContext camel;
    private volatile boolean stopping;

    Gate(CamelContext camel) {
        this.camel = camel;
    }

    /** Cheap enough to ask for every request. */
    public boolean open() {
        return !stopping && camel.isStarted() && receives();
    }

    /** Why no delivery is taken; empty when the gate is open. */
    public String closed() {
        if (stopping) {
            return "the gateway stops";
        }
        if (!camel.isStarted()) {
            return "the gateway starts";
        }
        return receives() ? "" : "the route " + ROUTE + " does not run: somebody has stopped it";
    }

    private boolean receives() {
        return camel.getRouteController().getRouteStatus(ROUTE) == ServiceStatus.Started;
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void stopping(ContextClosedEvent event) {
        stopping = true;
    }
}

package upvest.gateway.repair;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.jspecify.annotations.Nullable;
import upvest.gateway.live.Standstill;

/** Which outbox a route takes its messages from: what failed there has reached all of its other channels. */
final class Outboxes {
    private final CamelContext camel;
    private final Standstill standstill;

    Outboxes(CamelContext camel, Standstill standstill) {
        this.camel = camel;
        this.standstill = standstill;
    }

    /** The queue; null for a route that events go through on their way. */
    @Nullable
    String of(String routeId) {
        if (routeId.equals("send-mail")) { // a digest: its messages were taken by the timer's route
            return "upvest.mail";
        }
        Route route = standstill.move(() -> camel.getRoute(routeId)); // not while it is being swapped
        return route != null && route.getEndpoint() instanceof JmsEndpoint queue ? queue.getDestinationName() : null;
    }
}

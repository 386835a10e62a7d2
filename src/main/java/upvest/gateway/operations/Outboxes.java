package upvest.gateway.operations;

import java.util.Collection;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.jspecify.annotations.Nullable;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.RouteSwapLock;

/**
 * Which outbox a route takes its messages from: what failed there has reached all of its other channels. And which queues
 * messages may be put back into at all.
 */
final class Outboxes {
    private final CamelContext camel;
    private final RouteSwapLock swapLock;
    private final Set<String> channels;

    /** @param channels those that are declared, without the prefix of their queues */
    Outboxes(CamelContext camel, RouteSwapLock swapLock, Collection<String> channels) {
        this.camel = camel;
        this.swapLock = swapLock;
        this.channels = Set.copyOf(channels);
    }

    /** Whether a queue is one of the gateway's channels. */
    boolean declared(String queue) {
        return queue.startsWith(Queues.PREFIX) && channels.contains(Queues.channel(queue));
    }

    /** The queue; null for a route that events go through on their way. */
    @Nullable
    String of(String routeId) {
        if (routeId.equals("send-mail")) { // a digest: its messages were taken by the timer's route
            return "upvest.mail";
        }
        Route route = swapLock.look(() -> camel.getRoute(routeId)); // not while it is being swapped
        return route != null && route.getEndpoint() instanceof JmsEndpoint queue ? queue.getDestinationName() : null;
    }
}

package upvest.gateway.live;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.processor.SendProcessor;
import org.apache.camel.support.DefaultExchange;

/**
 * The steps that hand an exchange to another route. Camel lets each look for a route that was swapped when it is used next,
 * and not for one thread at a time: a second thread may then be handed to the old route, which is stopped.
 */
final class Links {
    private Links() {}

    /** Lets all of them look now, while nothing else uses them; an exchange that must stop at once enters no route. */
    static void renew(CamelContext camel) throws Exception {
        for (Route route : camel.getRoutes()) {
            for (Processor step : route.filter("*")) {
                if (step instanceof SendProcessor link && leadsToRoute(link.getEndpoint())) {
                    Exchange nothing = new DefaultExchange(camel);
                    nothing.setRouteStop(true);
                    link.process(nothing);
                }
            }
        }
    }

    private static boolean leadsToRoute(Endpoint endpoint) {
        return endpoint instanceof DirectEndpoint || endpoint instanceof KameletEndpoint;
    }
}

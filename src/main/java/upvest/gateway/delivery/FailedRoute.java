package upvest.gateway.delivery;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.springframework.stereotype.Component;
import upvest.gateway.MessageHeaders;

/** Remembers on the exchange which route an exception came from: the innermost one that an engineer wrote. */
@Component
final class FailedRoute extends RoutePolicySupport implements RoutePolicyFactory {
    static final String PROPERTY = MessageHeaders.FAILED_ROUTE;

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return this;
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        if (exchange.getException() != null && !route.isCreatedByKamelet() && exchange.getProperty(PROPERTY) == null) {
            exchange.setProperty(PROPERTY, route.getRouteId());
        }
    }
}

package upvest.gateway.delivery;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Remembers what an outbox has read, so that it can be given back as it was, whatever the outbox does to it. */
@Component
final class FromOutbox extends RoutePolicySupport implements RoutePolicyFactory {
    private static final String PROPERTY = "UpvestFromOutbox";

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext camel, String id, NamedNode route) {
        boolean reads = route instanceof RouteDefinition definition
                && definition.getInput().getEndpointUri().startsWith("jms:");
        return reads ? this : null;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        exchange.setProperty(PROPERTY, exchange.getIn().copy());
    }

    /** Gives the exchange's message what was read; without headers that would tell Camel where to send it. */
    static void restore(Exchange exchange) {
        Message read = exchange.getProperty(PROPERTY, Message.class);
        if (read != null) {
            Message message = exchange.getIn();
            message.removeHeaders("*");
            message.setBody(read.getBody());
            read.getHeaders().forEach((name, value) -> {
                if (name.startsWith("Upvest") || name.startsWith("JMS")) {
                    message.setHeader(name, value);
                }
            });
        }
    }
}

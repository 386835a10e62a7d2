package upvest.gateway.check;

import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** What stands for an endpoint that leads out of the gateway: in a trial nothing goes there, the event is dead. */
final class OutsideEndpoint extends DefaultEndpoint {
    private static final Set<String> INSIDE = Set.of("direct", "jms", "kamelet", "json-validator", "log");

    private final Endpoint real;

    private OutsideEndpoint(Endpoint real) {
        super(real.getEndpointUri(), null);
        setCamelContext(real.getCamelContext());
        this.real = real;
    }

    /** The endpoint itself when it stays inside; its options were checked either way. */
    static Endpoint closed(String uri, Endpoint endpoint) {
        return INSIDE.contains(scheme(uri)) ? endpoint : new OutsideEndpoint(endpoint);
    }

    private static String scheme(String uri) {
        return uri.split(":", 2)[0];
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                throw new UnsupportedOperationException("a delivery's own route leads to " + scheme(getEndpointUri())
                        + ":, it belongs behind an outbox");
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        return real.createConsumer(processor);
    }

    @Override
    public boolean isSingleton() {
        return true;
    }
}

package upvest.gateway.delivery;

import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * Keeps a domain route on the delivery's thread, and from ending more than its event: {@code stop} would end the whole
 * delivery unclaimed, a mark for rollback would roll its neighbours back. Stopping is the route's right; asking for a
 * rollback is a failure of the event.
 */
final class Contained implements Policy {

    @Override
    public void beforeWrap(Route route, NamedNode definition) {}

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            DeliveryTime.enter(DeliveryTime.Phase.ROUTE);
            exchange.getUnitOfWork().beginTransactedBy(this); // keeps all steps on the transaction's thread
            try {
                steps.process(exchange);
            } catch (StackOverflowError | LinkageError e) { // the event's fault, not the machine's
                exchange.setException(e);
            } finally {
                exchange.getUnitOfWork().endTransactedBy(this);
                exchange.setRouteStop(false);
                if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
                    exchange.setRollbackOnly(false);
                    exchange.setRollbackOnlyLast(false);
                    fail(exchange);
                }
            }
        };
    }

    private static void fail(Exchange exchange) {
        if (exchange.getException() == null) {
            exchange.setException(new RollbackExchangeException("the route marked the event for rollback", null));
        }
    }
}

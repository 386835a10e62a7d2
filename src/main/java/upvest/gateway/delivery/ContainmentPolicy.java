package upvest.gateway.delivery;

import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * Lets a domain route do what it likes with its event, and nothing to anything else: it works on a copy, in a limited
 * time, and what it does to the copy, such as {@code stop} or a mark for rollback, ends with it. So the event goes on as it
 * arrived, whatever its route did. Asking for a rollback is a failure of the event.
 */
final class ContainmentPolicy implements Policy {

    @Override
    public void beforeWrap(Route route, NamedNode definition) {}

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            DeliveryTime.enter(DeliveryTime.Phase.ROUTE);
            Exchange copy = ExchangeHelper.createCopy(exchange, true);
            Exception failure = run(steps, copy);
            if (failure != null) {
                exchange.setException(failure);
                exchange.setProperty(FailedRoute.PROPERTY, failedRoute(copy));
                if (!(failure instanceof TimeoutException)) { // which says where
                    FailedStep.pass(copy, exchange);
                }
            }
        };
    }

    private static @Nullable Object failedRoute(Exchange copy) {
        Object failed = copy.getProperty(FailedRoute.PROPERTY);
        UnitOfWork work = copy.getUnitOfWork();
        boolean inside = failed == null && work != null && work.getRoute() != null; // it has not ended
        return inside ? work.getRoute().getRouteId() : failed;
    }

    private static @Nullable Exception run(Processor steps, Exchange copy) {
        DeliveryTransaction deliveries = DeliveryTransaction.required();
        EventLimit.Hang before = deliveries.beginRoute(copy);
        if (before != null) {
            copy.setProperty(FailedRoute.PROPERTY, before.route());
            return new TimeoutException(before.told());
        }
        Throwable failure = null;
        try {
            steps.process(copy);
        } catch (Exception | StackOverflowError | LinkageError e) { // the event's fault, not the machine's
            failure = e;
        }
        TimeoutException late = deliveries.endRoute();
        if (late != null) {
            return late;
        }
        failure = failure == null ? copy.getException() : failure;
        if (failure == null && (copy.isRollbackOnly() || copy.isRollbackOnlyLast())) {
            return new RollbackExchangeException("the route marked the event for rollback", null);
        }
        return failure == null || failure instanceof Exception
                ? (Exception) failure
                : new IllegalStateException(Objects.toString(failure), failure);
    }
}

package upvest.gateway.broker;

import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Transactional Client: the steps inside run in one transaction. An exception rolls back and leaves the policy. The steps
 * must stay on the thread that came, as all of the gateway's own do.
 */
public final class InTransaction implements Policy {
    private final TransactionOperations transaction;

    public InTransaction(TransactionOperations transaction) {
        this.transaction = transaction;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {}

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            try {
                transaction.executeWithoutResult(status -> run(steps, exchange));
            } catch (RolledBack e) {
                throw e.cause;
            }
        };
    }

    private static void run(Processor steps, Exchange exchange) {
        try {
            steps.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getException();
        if (failure != null) {
            exchange.setException(null);
            throw new RolledBack(failure);
        }
    }

    /** Carries a step's exception through the transaction, which rolls back on it. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Exception cause;

        RolledBack(Exception cause) {
            super(cause.getMessage(), cause, false, false);
            this.cause = cause;
        }
    }
}

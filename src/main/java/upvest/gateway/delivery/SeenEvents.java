package upvest.gateway.delivery;

import java.util.UUID;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/** Camel's view of {@link DeliveryTransaction}, which knows what was seen before. */
final class SeenEvents extends ServiceSupport implements IdempotentRepository {

    /** Opens the event when it is new. */
    @Override
    public boolean add(String event) {
        return DeliveryTransaction.required().beginEvent(UUID.fromString(event));
    }

    @Override
    public boolean contains(String event) {
        return DeliveryTransaction.required().contains(UUID.fromString(event));
    }

    /** A transaction is all or nothing: single events are not taken back. */
    @Override
    public boolean remove(String event) {
        return false;
    }

    @Override
    public boolean confirm(String event) {
        return true;
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("the ledger is not emptied from a route");
    }
}

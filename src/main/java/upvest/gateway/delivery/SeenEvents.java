package upvest.gateway.delivery;

import java.util.UUID;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/** Camel's view of {@link Claim}: the ledger was asked once for the whole delivery, here each event is answered. */
final class SeenEvents extends ServiceSupport implements IdempotentRepository {

    /** Opens the event when it is new. */
    @Override
    public boolean add(String event) {
        return Claim.required().open(UUID.fromString(event));
    }

    @Override
    public boolean contains(String event) {
        return Claim.required().contains(UUID.fromString(event));
    }

    /** A claim is all or nothing: single events are not taken back. */
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

package upvest.gateway.operations;

import java.util.UUID;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.stereotype.Component;
import upvest.gateway.MessageHeaders;
import upvest.gateway.ledger.Search;

/** {@code /actuator/deliveries}: what the ledger knows of a delivery. */
@Component
@Endpoint(id = "deliveries")
final class DeliveriesEndpoint {
    private static final int MOST = 10_000;

    private final Search search;
    private final EventLocations locations;

    DeliveriesEndpoint(Search search, EventLocations locations) {
        this.search = search;
        this.locations = locations;
    }

    @ReadOperation
    @ManagedOperation(
            description = "The attempts of a delivery that were answered 200, and the events it entered, in order")
    @ManagedOperationParameter(name = "id", description = "The delivery's id, UpvestDeliveryId on its messages")
    DeliveryLookup delivery(@Selector String id) {
        UUID delivery = Ids.uuid(id);
        return new DeliveryLookup(
                search.attempts(delivery, MOST).stream()
                        .map(attempt -> new DeliveryLookup.Attempt(
                                attempt.delivery().receivedAt(),
                                attempt.delivery().webhookId(),
                                attempt.delivery().events(),
                                attempt.duplicates()))
                        .toList(),
                locations.rows(search.eventsOf(delivery, MOST), MessageHeaders.DELIVERY_ID, delivery));
    }
}

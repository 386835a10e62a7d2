package upvest.gateway.operations;

import java.util.List;
import java.util.UUID;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.stereotype.Component;
import upvest.gateway.MessageHeaders;
import upvest.gateway.ledger.Search;

/** {@code /actuator/objects}: the events about an object. */
@Component
@Endpoint(id = "objects")
final class ObjectsEndpoint {
    private static final int MOST = 10_000;

    private final Search search;
    private final EventLocations locations;

    ObjectsEndpoint(Search search, EventLocations locations) {
        this.search = search;
        this.locations = locations;
    }

    @ReadOperation
    @ManagedOperation(description = "The events about an object, in the order in which they were received")
    @ManagedOperationParameter(name = "id", description = "The object's id, or that of its account where it has none")
    List<EventRow> object(@Selector String id) {
        UUID object = Ids.uuid(id);
        return locations.rows(search.about(object.toString(), MOST), MessageHeaders.OBJECT_ID, object);
    }
}

package upvest.gateway.operations;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.stereotype.Component;
import upvest.gateway.delivery.Drift;

/** {@code /actuator/drift}: what {@code bin/gateway drift} prints. */
@Component
@Endpoint(id = "drift")
final class DriftEndpoint {
    private final Drift drift;

    DriftEndpoint(Drift drift) {
        this.drift = drift;
    }

    @ReadOperation
    @ManagedOperation(
            description =
                    "Event types and fields that the contract does not know, each with how many events had it, and what to write")
    Drift.Report report() {
        return drift.report();
    }
}

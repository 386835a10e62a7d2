package upvest.gateway.operations;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;
import upvest.gateway.contract.Drift;

/** {@code /actuator/drift}: what {@code bin/gateway drift} asks for. */
@Component
@Endpoint(id = "drift")
final class DriftEndpoint {
    private final Drift drift;

    DriftEndpoint(Drift drift) {
        this.drift = drift;
    }

    @ReadOperation
    Drift.Report report() {
        return drift.report();
    }
}

package upvest.gateway.operations;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.stereotype.Component;
import upvest.gateway.delivery.Drift;
import upvest.gateway.delivery.DriftPatch;

/** {@code /actuator/drift}: what {@code bin/gateway drift} asks for, and {@code /patch} below it: what to write. */
@Component
@Endpoint(id = "drift")
final class DriftEndpoint {
    private final Drift drift;

    DriftEndpoint(Drift drift) {
        this.drift = drift;
    }

    @ReadOperation
    @ManagedOperation(
            description = "Event types and fields that the contract does not know, each with how many events had it")
    Drift.Report report() {
        return drift.report();
    }

    /**
     * What makes all of it known, as lines of a unified diff of the files that this gateway has.
     *
     * @param patch the word itself
     */
    @ReadOperation
    @ManagedOperation(description = "What makes all of it known, as lines of a unified diff")
    @ManagedOperationParameter(name = "patch", description = "The word patch itself")
    @Nullable
    List<String> patch(@Selector String patch) throws IOException {
        if (!patch.equals("patch")) {
            return null;
        }
        Drift.Report report = drift.report();
        return report.types().isEmpty() && report.fields().isEmpty()
                ? List.of()
                : new DriftPatch(Path.of(""), report.contract())
                        .propose(report.types().keySet(), report.fields().keySet());
    }
}

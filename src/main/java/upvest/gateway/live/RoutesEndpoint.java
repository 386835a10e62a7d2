package upvest.gateway.live;

import java.io.IOException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;
import upvest.gateway.operations.CurrentUser;

/** {@code /actuator/routes}: which routes are running, and how changed files take their place without a restart. */
@Endpoint(id = "routes")
final class RoutesEndpoint {
    private final LiveRoutes routes;

    RoutesEndpoint(LiveRoutes routes) {
        this.routes = routes;
    }

    @ReadOperation
    @ManagedOperation(description = "The files whose routes are running, and those on disk that differ from them")
    RunningFiles running() throws IOException {
        return new RunningFiles(routes.running(), routes.changed());
    }

    @WriteOperation
    @ManagedOperation(
            description =
                    "Checks the files on disk and, if nothing is wrong, runs their routes instead of the old ones")
    @ManagedOperationParameter(
            name = "dryRun",
            description = "true only checks them and reports what applying them would change")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the record")
    Applied apply(Boolean dryRun, @Nullable String by) throws IOException {
        return routes.apply(CurrentUser.asks(by), dryRun);
    }
}

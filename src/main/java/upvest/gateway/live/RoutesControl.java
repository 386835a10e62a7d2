package upvest.gateway.live;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import upvest.gateway.audit.CurrentUser;

/** {@link LiveRoutes} in JMX: what {@code bin/gateway routes} and {@code bin/gateway apply} ask for. */
@ManagedResource(
        objectName = RoutesControl.NAME,
        description = "Which routes are running, and how changed files take their place without a restart")
public final class RoutesControl {
    public static final String NAME = "upvest.gateway:type=Routes";

    private final LiveRoutes routes;

    RoutesControl(LiveRoutes routes) {
        this.routes = routes;
    }

    @ManagedAttribute(description = "The running files: path, then SHA-256 of the text, since when, and who applied it")
    public Map<String, Map<String, String>> getFiles() {
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        routes.running()
                .forEach((path, file) -> files.put(
                        path, Map.of("hash", file.hash(), "since", file.since().toString(), "by", file.by())));
        return files;
    }

    @ManagedAttribute(description = "Files on disk that differ from those that are running")
    public List<String> getChanged() throws IOException {
        return List.copyOf(routes.changed());
    }

    @ManagedOperation(
            description =
                    "Checks the files on disk and, if nothing is wrong, runs their routes instead of the old ones")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the record")
    public Map<String, Object> apply(String by) throws IOException {
        return told(routes.apply(CurrentUser.asks(by), false));
    }

    @ManagedOperation(
            description = "Checks the files on disk and reports what applying them would change; changes nothing")
    public Map<String, Object> rehearse() throws IOException {
        return told(routes.apply("rehearsal", true));
    }

    private static Map<String, Object> told(Applied applied) {
        return Map.of("live", applied.live(), "report", applied.report());
    }
}

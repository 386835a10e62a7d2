package upvest.gateway.operations;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;

/** {@code /actuator/pause}: the intake, domains and outboxes, over restarts. */
@Endpoint(id = "pause")
final class PauseEndpoint {
    private final Pause pause;

    PauseEndpoint(Pause pause) {
        this.pause = pause;
    }

    @ReadOperation
    @ManagedOperation(description = "What is paused, each with by whom, since when and why")
    Map<String, Pause.Paused> paused() {
        return new TreeMap<>(pause.all());
    }

    @WriteOperation
    @ManagedOperation(
            description =
                    "Pauses: the intake answers 503, Upvest tries again later; a queue keeps what it has and takes"
                            + " what comes")
    @ManagedOperationParameter(name = "what", description = "intake, or a domain or outbox such as orders or mail")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    @ManagedOperationParameter(name = "why", description = "The reason, for those who wonder; may be left out")
    Map<String, Pause.Paused> pause(String what, @Nullable String by, @Nullable String why) throws IOException {
        pause.pause(what, CurrentUser.asks(by), why == null ? "" : why);
        return paused();
    }

    @DeleteOperation
    @ManagedOperation(description = "Ends a pause; returns what is still paused")
    @ManagedOperationParameter(name = "what", description = "intake, or a domain or outbox such as orders or mail")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    Map<String, Pause.Paused> resume(@Selector String what, @Nullable String by) throws IOException {
        pause.resume(what, CurrentUser.asks(by));
        return paused();
    }
}

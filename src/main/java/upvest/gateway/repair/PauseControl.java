package upvest.gateway.repair;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import upvest.gateway.audit.CurrentUser;

/** {@link Pause} in JMX: what {@code bin/gateway pause} and {@code bin/gateway resume} ask for. */
@ManagedResource(
        objectName = PauseControl.NAME,
        description = "Pauses and resumes the intake, domains and outboxes; survives restarts")
public final class PauseControl {
    public static final String NAME = "upvest.gateway:type=Pause";

    private final Pause pause;

    PauseControl(Pause pause) {
        this.pause = pause;
    }

    @ManagedAttribute(description = "What is paused, each with by whom, since when and why")
    public Map<String, Map<String, String>> getPaused() {
        return new TreeMap<>(pause.all());
    }

    @ManagedOperation(
            description =
                    "Pauses: the intake answers 503, Upvest tries again later; a queue keeps what it has and takes"
                            + " what comes")
    @ManagedOperationParameter(name = "what", description = "intake, or a domain or outbox such as orders or mail")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    @ManagedOperationParameter(name = "why", description = "The reason, for those who wonder; may be empty")
    public Map<String, Map<String, String>> pause(String what, String by, String why) throws IOException {
        pause.pause(what, CurrentUser.asks(by), why);
        return getPaused();
    }

    @ManagedOperation(description = "Ends a pause")
    @ManagedOperationParameter(name = "what", description = "intake, or a domain or outbox such as orders or mail")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    public Map<String, Map<String, String>> resume(String what, String by) throws IOException {
        pause.resume(what, CurrentUser.asks(by));
        return getPaused();
    }
}

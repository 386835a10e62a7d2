package upvest.gateway.repair;

import java.util.Map;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import upvest.gateway.audit.CurrentUser;

/** {@link Erase} in JMX: what {@code bin/gateway erase} asks for. */
@ManagedResource(
        objectName = EraseControl.NAME,
        description = "Removes everything that names one object: messages, files, recorded deliveries, mails")
public final class EraseControl extends WorkControl {
    public static final String NAME = "upvest.gateway:type=Erase";

    private final Erase erase;

    EraseControl(Erase erase) {
        super("erase");
        this.erase = erase;
    }

    @ManagedOperation(
            description = "Reports what names the object, or starts removing it; Progress shows how far it is")
    @ManagedOperationParameter(name = "object", description = "Id of the object, a UUID")
    @ManagedOperationParameter(
            name = "by",
            description = "Who wants it, if not whose login it is, for the audit and the report")
    @ManagedOperationParameter(name = "why", description = "The reason, for the audit; may be empty")
    @ManagedOperationParameter(name = "dryRun", description = "true only reports, false removes")
    public Map<String, Object> erase(String object, String by, String why, boolean dryRun) {
        ObjectId id = ObjectId.of(object);
        String who = CurrentUser.asks(by);
        Work.Task task = progress -> erase.run(id, who, why, dryRun, progress);
        return dryRun ? rehearse(who, task) : start(who, task);
    }
}

package upvest.gateway.operations;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;

/** {@code /actuator/erase}: removes what names one object: messages, files, recorded deliveries, mails. */
@Endpoint(id = "erase")
final class EraseEndpoint extends WorkEndpoint {
    private final Erase erase;

    EraseEndpoint(Erase erase) {
        super("erase");
        this.erase = erase;
    }

    @WriteOperation
    @ManagedOperation(
            description = "Starts removing what names an object, or a dry run that reports what would be removed;"
                    + " progress shows how far it is")
    @ManagedOperationParameter(name = "object", description = "Id of the object, a UUID")
    @ManagedOperationParameter(name = "dryRun", description = "true only reports, false removes")
    @ManagedOperationParameter(
            name = "by",
            description = "Who wants it, if not whose login it is, for the audit and the report")
    @ManagedOperationParameter(name = "why", description = "The reason, for the audit; may be left out")
    WorkProgress erase(String object, Boolean dryRun, @Nullable String by, @Nullable String why) {
        ObjectId id = ObjectId.of(object);
        String who = CurrentUser.asks(by);
        return begin(dryRun, who, progress -> erase.run(id, who, why == null ? "" : why, dryRun, progress));
    }
}

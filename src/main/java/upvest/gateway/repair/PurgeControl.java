package upvest.gateway.repair;

import java.util.Map;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/** {@link Purge} in JMX: what {@code bin/gateway purge} asks for. */
@ManagedResource(
        objectName = PurgeControl.NAME,
        description = "Removes messages from dead, invalid, unknown or parked for good")
public final class PurgeControl extends WorkControl {
    public static final String NAME = "upvest.gateway:type=Purge";

    private final Purge purge;

    PurgeControl(Purge purge) {
        super("purge");
        this.purge = purge;
    }

    @ManagedOperation(
            description = "Reports what would be removed, or starts removing it; Progress shows how far it"
                    + " is. What is left empty fits all")
    @ManagedOperationParameter(name = "channel", description = "dead, invalid, unknown or parked")
    @ManagedOperationParameter(name = "id", description = "Ids of messages or events, comma between")
    @ManagedOperationParameter(
            name = "reason",
            description = "Words in UpvestFailure; with = before them a whole reason as groups tells it")
    @ManagedOperationParameter(name = "type", description = "Event type or category, such as ORDER.NEW or ORDER")
    @ManagedOperationParameter(
            name = "route",
            description = "UpvestFailedRoute, or the queue a consumer gave it back to")
    @ManagedOperationParameter(name = "since", description = "Failed then or later, such as 2026-11-21T21:24:41Z")
    @ManagedOperationParameter(name = "before", description = "Failed earlier than that")
    @ManagedOperationParameter(name = "limit", description = "Maximum number, the oldest first, such as 1000")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    @ManagedOperationParameter(name = "why", description = "The reason, for the audit; may be empty")
    @ManagedOperationParameter(name = "dryRun", description = "true only reports, false removes")
    public Map<String, Object> purge(
            String channel,
            String id,
            String reason,
            String type,
            String route,
            String since,
            String before,
            int limit,
            String by,
            String why,
            boolean dryRun) {
        Filter filter = Filter.of(id, reason, type, route, since, before);
        Request request = Request.of("purge", channel, filter, limit, by, why, dryRun);
        String who = request.action().who();
        return dryRun
                ? rehearse(who, progress -> purge.rehearse(request, progress))
                : start(who, progress -> purge.run(request, progress));
    }
}

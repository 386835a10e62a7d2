package upvest.gateway.operations;

import java.time.Instant;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;

/** {@code /actuator/purge}: removes messages from dead, invalid, unknown or parked for good. */
@Endpoint(id = "purge")
final class PurgeEndpoint extends WorkEndpoint {
    private final Purge purge;

    PurgeEndpoint(Purge purge) {
        super("purge");
        this.purge = purge;
    }

    @WriteOperation
    @ManagedOperation(
            description =
                    "Starts removing messages, or a dry run that reports what would be removed; progress shows how"
                            + " far it is")
    @ManagedOperationParameter(name = "channel", description = "dead, invalid, unknown or parked")
    @ManagedOperationParameter(name = "ids", description = "Ids of messages or events, comma between")
    @ManagedOperationParameter(
            name = "reason",
            description = "Words in UpvestFailure; with = before them a whole reason as setaside shows it")
    @ManagedOperationParameter(name = "type", description = "Event type or category, such as ORDER.NEW or ORDER")
    @ManagedOperationParameter(
            name = "route",
            description = "UpvestFailedRoute, or the queue a consumer gave it back to")
    @ManagedOperationParameter(name = "since", description = "Failed then or later, such as 2026-11-21T21:24:41Z")
    @ManagedOperationParameter(name = "before", description = "Failed earlier than that")
    @ManagedOperationParameter(name = "all", description = "true for all that wait there, when nothing else is said")
    @ManagedOperationParameter(name = "dryRun", description = "true only reports, false removes")
    @ManagedOperationParameter(name = "limit", description = "Maximum number, the oldest first; 1000 when left out")
    @ManagedOperationParameter(name = "by", description = "Who wants it, if not whose login it is, for the audit")
    @ManagedOperationParameter(name = "why", description = "The reason, for the audit; may be left out")
    WorkProgress purge(
            String channel,
            @Nullable String ids,
            @Nullable String reason,
            @Nullable String type,
            @Nullable String route,
            @Nullable Instant since,
            @Nullable Instant before,
            @Nullable Boolean all,
            Boolean dryRun,
            @Nullable Integer limit,
            @Nullable String by,
            @Nullable String why) {
        Filter filter = Filter.of(ids, reason, type, route, since, before, all);
        Request request = Request.of("purge", channel, filter, limit, by, why, dryRun);
        Work.Task task =
                dryRun ? progress -> purge.rehearse(request, progress) : progress -> purge.run(request, progress);
        return begin(dryRun, request.action().who(), task);
    }
}

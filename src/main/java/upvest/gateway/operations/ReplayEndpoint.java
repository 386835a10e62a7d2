package upvest.gateway.operations;

import java.time.Instant;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;

/** {@code /actuator/replay}: sends messages of dead, invalid, unknown or parked to where they belong now. */
@Endpoint(id = "replay")
final class ReplayEndpoint extends WorkEndpoint {
    private final Replay replay;

    ReplayEndpoint(Replay replay) {
        super("replay");
        this.replay = replay;
    }

    @WriteOperation
    @ManagedOperation(
            description = "Starts a replay, or a dry run that reports how many messages are meant and where they would"
                    + " go; progress shows how far it is. What fails again comes back, and is parked after"
                    + " upvest.replay.attempts")
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
    @ManagedOperationParameter(name = "dryRun", description = "true only reports, false replays")
    @ManagedOperationParameter(name = "limit", description = "Maximum number, the oldest first; 1000 when left out")
    @ManagedOperationParameter(
            name = "rate",
            description = "Maximum number a second; as many as possible when left out or 0")
    @ManagedOperationParameter(
            name = "by",
            description = "Who wants it, if not whose login it is, for the audit and for UpvestReplay")
    @ManagedOperationParameter(
            name = "why",
            description = "The reason, for the audit and for UpvestReplay; may be left out")
    WorkProgress replay(
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
            @Nullable Integer rate,
            @Nullable String by,
            @Nullable String why) {
        int most = rate == null ? 0 : rate;
        if (most < 0) {
            throw new IllegalArgumentException("rate: write 0 or more");
        }
        Filter filter = Filter.of(ids, reason, type, route, since, before, all);
        Request request = Request.of("replay", channel, filter, limit, by, why, dryRun);
        Work.Task task = dryRun
                ? progress -> replay.rehearse(request, progress)
                : progress -> replay.run(request, why == null ? "" : why, most, progress);
        return begin(dryRun, request.action().who(), task);
    }
}

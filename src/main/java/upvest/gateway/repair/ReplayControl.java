package upvest.gateway.repair;

import java.util.Map;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/** {@link Replay} in JMX: what {@code bin/gateway replay} asks for. */
@ManagedResource(
        objectName = ReplayControl.NAME,
        description = "Sends messages of dead, invalid, unknown or parked to where they belong now")
public final class ReplayControl extends WorkControl {
    public static final String NAME = "upvest.gateway:type=Replay";

    private final Replay replay;

    ReplayControl(Replay replay) {
        super("replay");
        this.replay = replay;
    }

    @ManagedOperation(
            description = "Reports how many messages match and where they would go; replays nothing."
                    + " What is left empty fits all")
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
    @ManagedOperationParameter(name = "by", description = "The person, if not the login, for the audit")
    public Map<String, Object> rehearse(
            String channel,
            String id,
            String reason,
            String type,
            String route,
            String since,
            String before,
            int limit,
            String by) {
        Filter filter = Filter.of(id, reason, type, route, since, before);
        Request request = Request.of("replay", channel, filter, limit, by, "", true);
        return rehearse(request.action().who(), progress -> replay.rehearse(request, progress));
    }

    @ManagedOperation(
            description = "Starts a replay; Progress shows how far it is. What is left empty fits all. What fails again"
                    + " comes back, and is parked after upvest.replay.attempts")
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
    @ManagedOperationParameter(name = "rate", description = "Maximum number a second; 0 for as many as possible")
    @ManagedOperationParameter(
            name = "by",
            description = "Who wants it, if not whose login it is, for the audit and for UpvestReplay")
    @ManagedOperationParameter(
            name = "why",
            description = "The reason, for the audit and for UpvestReplay; may be empty")
    public Map<String, Object> replay(
            String channel,
            String id,
            String reason,
            String type,
            String route,
            String since,
            String before,
            int limit,
            int rate,
            String by,
            String why) {
        if (rate < 0) {
            throw new IllegalArgumentException("rate: write 0 or more");
        }
        Filter filter = Filter.of(id, reason, type, route, since, before);
        Request request = Request.of("replay", channel, filter, limit, by, why, false);
        return start(request.action().who(), progress -> replay.run(request, why, rate, progress));
    }
}

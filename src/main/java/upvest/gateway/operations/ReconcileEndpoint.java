package upvest.gateway.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;
import org.springframework.stereotype.Component;
import upvest.gateway.ledger.Completeness;

/** {@code /actuator/reconcile}: whether what was received is accounted for. */
@Component
@Endpoint(id = "reconcile")
final class ReconcileEndpoint {
    /** Of a question to answer at once. */
    private static final Duration LONGEST = Duration.ofDays(31);

    /** So far behind, the asker's clock may still mean now. */
    private static final Duration NOW = Duration.ofMinutes(1);

    private final Completeness completeness;
    private final UnrecordedMessages unrecorded;
    private final InboxReport inbox;
    private final Clock clock;

    ReconcileEndpoint(Completeness completeness, UnrecordedMessages unrecorded, InboxReport inbox, Clock clock) {
        this.completeness = completeness;
        this.unrecorded = unrecorded;
        this.inbox = inbox;
        this.clock = clock;
    }

    @ReadOperation
    @ManagedOperation(
            description = "Whether received events = routed + invalid + dead + unknown + duplicate, hour by hour")
    @ManagedOperationParameter(
            name = "since",
            description = "2026-11-21T10:15:00Z, 2026-11-21, or 90m ago; 24h when left out")
    @ManagedOperationParameter(name = "until", description = "The same; now when left out. At most 31 days later")
    Reconciliation reconcile(@Nullable String since, @Nullable String until) {
        Instant now = clock.instant();
        Instant from = TimeArgument.of(since, now, now.minus(EventsEndpoint.BACK));
        Instant wanted = TimeArgument.of(until, now, now);
        Instant to = wanted.isBefore(now) ? wanted : now;
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("at most " + LONGEST.toDays() + " days at a time: from " + from + " to "
                    + to + " is more; bin/gateway reconcile goes day by day");
        }
        Map<String, Long> notInLedger = wanted.isBefore(now.minus(NOW)) ? Map.of() : unrecorded.now();
        return Reconciliation.of(completeness, from, to, inbox.now(), notInLedger);
    }
}

package upvest.gateway.operations;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import upvest.gateway.broker.ServiceChannel;

/** {@code /actuator/setaside}: why messages wait for a person. */
@Endpoint(id = "setaside")
final class SetasideEndpoint {
    private final Reasons reasons;

    SetasideEndpoint(Reasons reasons) {
        this.reasons = reasons;
    }

    @ReadOperation
    @ManagedOperation(
            description =
                    "What waits in dead, invalid, unknown or parked by reason, the largest group first, with its event"
                            + " types; an exception is its name, and the step where it happened. A channel with many"
                            + " messages is counted in the background: counting says so, and groups and looked are what"
                            + " is known by now, from the time at on")
    @ManagedOperationParameter(name = "channel", description = "dead, invalid, unknown or parked")
    Reasons.Counted groups(@Selector String channel) {
        return reasons.of(ServiceChannel.of(channel));
    }
}

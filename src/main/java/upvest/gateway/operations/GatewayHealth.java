package upvest.gateway.operations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;
import upvest.gateway.GatewayProperties;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.broker.SendPermission;
import upvest.gateway.delivery.DispatchState;
import upvest.gateway.delivery.Trunk;
import upvest.gateway.intake.Gate;
import upvest.gateway.intake.KeyReport;
import upvest.gateway.intake.TrustedKeys;

/** Whether deliveries are taken, and under which rules. Part of readiness. */
@Component("gateway")
final class GatewayHealth implements HealthIndicator {
    private final Gate gate;
    private final GatewayProperties properties;
    private final ObjectProvider<EmbeddedBroker> broker;
    private final SendPermission permission;
    private final Pause pause;
    private final Trunk trunk;
    private final DispatchState dispatch;
    private final ObjectProvider<TrustedKeys> keys;

    GatewayHealth(
            Gate gate,
            GatewayProperties properties,
            ObjectProvider<EmbeddedBroker> broker,
            SendPermission permission,
            Pause pause,
            Trunk trunk,
            DispatchState dispatch,
            ObjectProvider<TrustedKeys> keys) {
        this.trunk = trunk;
        this.dispatch = dispatch;
        this.keys = keys;
        this.pause = pause;
        this.broker = broker;
        this.permission = permission;
        this.gate = gate;
        this.properties = properties;
    }

    @Override
    public Health health() {
        EmbeddedBroker inside = broker.getIfAvailable();
        String full = inside == null ? "" : inside.full();
        Health.Builder health =
                gate.open() && full.isEmpty() && !pause.intakePaused() ? Health.up() : Health.outOfService();
        if (!full.isEmpty()) {
            health.withDetail("disk", full);
        }
        String forbidden = permission.missing();
        if (!forbidden.isEmpty()) {
            health.outOfService().withDetail("broker", "it does not permit to send to the inbox: " + forbidden);
        }
        String missing = trunk.missing();
        if (!missing.isEmpty()) {
            health.withDetail("routesNotRunning", missing);
        }
        DispatchState.Held held = dispatch.held();
        if (held != null) {
            health.withDetail("deliveriesWait", held.why()).withDetail("deliveriesWaitSince", held.since());
        }
        if (!pause.all().isEmpty()) {
            health.withDetail("paused", pause.all());
        }
        keys.ifAvailable(trusted -> health.withDetail("keys", KeyReport.of(trusted)));
        return health.withDetail("contract", properties.contract())
                .withDetail("signatures", properties.signature().required() ? "checked" : "NOT CHECKED")
                .build();
    }
}

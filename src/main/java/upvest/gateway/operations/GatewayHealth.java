package upvest.gateway.operations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;
import upvest.gateway.GatewayProperties;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.intake.Gate;
import upvest.gateway.repair.Pause;
import upvest.gateway.signature.KeyReport;
import upvest.gateway.signature.TrustedKeys;

/** Whether deliveries are taken, and under which rules. Part of readiness. */
@Component("gateway")
final class GatewayHealth implements HealthIndicator {
    private final Gate gate;
    private final GatewayProperties properties;
    private final ObjectProvider<EmbeddedBroker> broker;
    private final Pause pause;
    private final ObjectProvider<TrustedKeys> keys;

    GatewayHealth(
            Gate gate,
            GatewayProperties properties,
            ObjectProvider<EmbeddedBroker> broker,
            Pause pause,
            ObjectProvider<TrustedKeys> keys) {
        this.keys = keys;
        this.pause = pause;
        this.broker = broker;
        this.gate = gate;
        this.properties = properties;
    }

    @Override
    public Health health() {
        EmbeddedBroker inside = broker.getIfAvailable();
        boolean full = inside != null && inside.full();
        Health.Builder health = gate.open() && !full && !pause.intake() ? Health.up() : Health.outOfService();
        if (full) {
            health.withDetail("broker", "its disk is full");
        }
        if (!gate.missing().isEmpty()) {
            health.withDetail("routesNotRunning", gate.missing());
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

package upvest.gateway.operations;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;
import upvest.gateway.GatewayProperties;
import upvest.gateway.intake.Gate;

/** Whether deliveries are taken, and under which rules. Part of readiness. */
@Component("gateway")
final class GatewayHealth implements HealthIndicator {
    private final Gate gate;
    private final GatewayProperties properties;

    GatewayHealth(Gate gate, GatewayProperties properties) {
        this.gate = gate;
        this.properties = properties;
    }

    @Override
    public Health health() {
        Health.Builder health = gate.open() ? Health.up() : Health.outOfService();
        if (!gate.missing().isEmpty()) {
            health.withDetail("routesNotRunning", gate.missing());
        }
        return health.withDetail("contract", properties.contract())
                .withDetail("signatures", properties.signature().required() ? "checked" : "NOT CHECKED")
                .build();
    }
}

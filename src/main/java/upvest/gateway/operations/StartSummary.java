package upvest.gateway.operations;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import upvest.gateway.GatewayProperties;
import upvest.gateway.Limits;
import upvest.gateway.WrongSetting;
import upvest.gateway.broker.ConsumersLogin;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.Trunk;
import upvest.gateway.delivery.TrunkSteps;
import upvest.gateway.intake.CryptoProvider;
import upvest.gateway.intake.Gate;

/** The last lines of a start: where everything is. Stops a start that has no trunk to receive with. */
@Component
final class StartSummary {
    private static final Logger LOG = LoggerFactory.getLogger(StartSummary.class);

    private final GatewayProperties properties;
    private final Environment environment;
    private final Gate gate;
    private final Trunk trunk;
    private final CamelContext camel;
    private final CryptoProvider crypto;
    private final ObjectProvider<EmbeddedBroker> embedded;
    private final ConnectionFactory connections;
    private final Operators operators;

    StartSummary(
            GatewayProperties properties,
            Environment environment,
            Gate gate,
            Trunk trunk,
            CamelContext camel,
            CryptoProvider crypto,
            ObjectProvider<EmbeddedBroker> embedded,
            ConnectionFactory connections,
            Operators operators) {
        this.properties = properties;
        this.environment = environment;
        this.gate = gate;
        this.trunk = trunk;
        this.camel = camel;
        this.crypto = crypto;
        this.embedded = embedded;
        this.connections = connections;
        this.operators = operators;
    }

    @EventListener
    void print(ApplicationReadyEvent event) {
        requireTrunk();
        if (environment.matchesProfiles("quick-start") && !onLoopback()) {
            LOG.warn("THE QUICK START IS OPEN TO OTHER MACHINES (server.address): everybody has its key and can"
                    + " deliver events.");
        }
        Limits limits = properties.limits();
        if (limits.largest() < limits.body().toBytes()) {
            LOG.warn(
                    "THE HEAP IS TOO SMALL FOR upvest.limits.body: above {} MB deliveries are answered 413. Give it ten"
                            + " times the largest one, with -Xmx in GATEWAY_JAVA_OPTIONS.",
                    DataSize.ofBytes(limits.largest()).toMegabytes());
        }
        String away = away();
        System.out.println(text(away == null ? "" : " (CANNOT BE REACHED)"));
        if (away != null) {
            LOG.warn(
                    "THE BROKER CANNOT BE REACHED: {} (upvest.broker.url): {}. Deliveries are answered 503 until it can.",
                    shown(properties.broker().url()),
                    away);
        }
    }

    /** @throws WrongSetting when deliveries could not be taken, or not as promised */
    private void requireTrunk() {
        String missing = trunk.missing();
        if (camel.isStarted() && !(gate.receives() && missing.isEmpty())) {
            throw new WrongSetting("the trunk's routes " + (gate.receives() ? missing : "receive")
                    + " do not run: is the folder routes/" + " where the gateway was started?");
        }
        Map<String, String> steps = TrunkSteps.missing(((ModelCamelContext) camel).getRouteDefinitions());
        if (!steps.isEmpty()) {
            throw new WrongSetting("the trunk is not whole, a step is missing in these of its routes: " + steps
                    + "; take them from the release, and see bin/gateway check");
        }
    }

    /** Why there is no connection to the broker; null when there is one. */
    private @Nullable String away() {
        try {
            connections.createConnection().close();
            return null;
        } catch (JMSException e) {
            return e.getMessage();
        }
    }

    private String text(String brokerState) {
        String intake = "http://" + environment.getProperty("server.address") + ":"
                + environment.getProperty("local.server.port") + properties.path();
        String management = "http://" + environment.getProperty("management.server.address") + ":"
                + environment.getProperty("local.management.port") + "/actuator";
        return String.join(
                "\n",
                "",
                "  Upvest webhook gateway is ready",
                "",
                "  POST deliveries to  " + intake,
                "  Hawtio              " + management + "/hawtio",
                "  Health              " + management + "/health",
                "  Login               " + operators.login(),
                "  Broker              " + broker() + brokerState,
                "  Consumers           " + consumers(),
                "  Queues              " + queues(),
                "  Ledger              "
                        + (properties.ledger().url() == null
                                ? "embedded, " + data("ledger")
                                : shown(properties.ledger().url())),
                "  Mail                " + mail(),
                "  Files               " + properties.files().directory(),
                "  Contract            " + properties.contract(),
                "  Signatures          " + signatures(),
                "  Routes              " + routes() + " from routes/",
                "  Profile             " + profiles(),
                "");
    }

    private String broker() {
        EmbeddedBroker broker = embedded.getIfAvailable();
        return broker == null
                ? shown(properties.broker().url())
                : "tcp://127.0.0.1:" + broker.port() + " (embedded, " + data("broker") + ")";
    }

    /** An address without its parameters: a password may be among them. */
    private static String shown(@Nullable String url) {
        return String.valueOf(url).replaceAll("\\?[^,)]*", "");
    }

    private String consumers() {
        EmbeddedBroker broker = embedded.getIfAvailable();
        if (broker == null) {
            return "log in as this broker says";
        }
        if (properties.broker().user() != null) {
            return "log in as " + properties.broker().user();
        }
        String file = data(ConsumersLogin.NAME);
        return environment.matchesProfiles("quick-start")
                ? broker.consumers().user() + " / " + broker.consumers().password() + " (kept in " + file + ")"
                : "log in as " + file + " says";
    }

    private boolean onLoopback() {
        String address = environment.getProperty("server.address", "");
        return address.startsWith("127.") || address.equals("::1") || address.equals("localhost");
    }

    private long routes() {
        return camel.getRoutes().stream()
                .filter(route -> !route.isCreatedByKamelet())
                .count();
    }

    private String queues() {
        return properties.channels().stream()
                .map(channel -> Queues.PREFIX + channel)
                .collect(Collectors.joining(" "));
    }

    private String mail() {
        String host = properties.mail().host();
        return host == null
                ? data("mailbox")
                : properties.mail().to() + " via " + host + ":"
                        + properties.mail().port();
    }

    private String signatures() {
        return properties.signature().required()
                ? "checked, " + properties.signature().jwks() + ", " + crypto.name()
                : "NOT CHECKED (upvest.signature.required=false)";
    }

    private String profiles() {
        List<String> active = List.of(environment.getActiveProfiles());
        return active.isEmpty() ? "none" : String.join(",", active);
    }

    private String data(String name) {
        return properties.data().resolve(name).toString();
    }
}

package upvest.gateway.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;
import upvest.gateway.GatewayProperties;
import upvest.gateway.Operator;
import upvest.gateway.Operator.Role;
import upvest.gateway.PrivateFile;
import upvest.gateway.WrongSetting;

/**
 * Who may log in at the management port. The profile {@code quick-start} makes one up where none is configured: its
 * password is new at each start, told by the summary, and kept in the file {@code <data>/operator} for {@code
 * bin/gateway}, readable for the gateway's own user only, as long as the gateway runs.
 */
@Component
public final class Operators {
    private static final Logger LOG = LoggerFactory.getLogger(Operators.class);
    private static final int RANDOM_BYTES = 18;

    /** What is random need not be slow to guess. */
    private static final int LEAST_STRENGTH = 4;

    private final Map<String, Operator> byName = new LinkedHashMap<>();
    private final Path file;
    private @Nullable String madeUp;

    Operators(GatewayProperties properties, Environment environment) {
        if (ManagementPortType.get(environment) == ManagementPortType.SAME) {
            throw new WrongSetting("management.server.port: it must differ from server.port, which has no login");
        }
        file = properties.data().resolve("operator");
        for (Operator operator : properties.operators()) {
            if (byName.put(operator.name(), operator) != null) {
                throw new WrongSetting("upvest.operators: " + operator.name() + " is there twice");
            }
        }
        if (byName.isEmpty() && environment.matchesProfiles("quick-start")) {
            makeUp();
        }
    }

    private void makeUp() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        madeUp = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(LEAST_STRENGTH).encode(madeUp);
        byName.put("operator", new Operator("operator", hash, Role.OPERATOR));
    }

    /** All of them; empty when nobody can log in. */
    public List<Operator> all() {
        return List.copyOf(byName.values());
    }

    /** How to log in, in words for the summary at the start. */
    public String login() {
        if (madeUp != null) {
            return "operator / " + madeUp + " (new at each start, for bin/gateway in " + file + ")";
        }
        return byName.isEmpty() ? "nobody can, see upvest.operators" : String.join(", ", byName.keySet());
    }

    @EventListener(ApplicationReadyEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE) // before the summary says that it is there
    void tell() throws IOException {
        if (madeUp != null) {
            PrivateFile.write(file, "operator:" + madeUp + "\n");
        } else if (byName.isEmpty()) {
            LOG.warn(
                    "Nobody can log in at the management port: it answers 401 to everything but liveness and readiness."
                            + " To add somebody, make a hash with bin/gateway hash-password and set"
                            + " UPVEST_OPERATORS_0_NAME, UPVEST_OPERATORS_0_PASSWORD='{bcrypt}...' and"
                            + " UPVEST_OPERATORS_0_ROLE (viewer or operator), or upvest.operators in config/application.yaml.");
        }
    }

    @EventListener(ContextClosedEvent.class)
    void forget(ContextClosedEvent event) throws IOException {
        if (madeUp != null && event.getApplicationContext().getParent() == null) {
            Files.deleteIfExists(file);
        }
    }
}

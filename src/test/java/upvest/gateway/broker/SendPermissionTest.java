package upvest.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.Test;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** A broker that does not let the gateway send to the inbox: told plainly, and over when it is over. */
class SendPermissionTest {
    private static final String INBOX = "upvest.inbox.#";

    @Test
    void isToldByReadinessAndStatus() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            assertThat(deliver(gateway)).isEqualTo(200);
            awaitReadiness(gateway, 200);
            assertThat(Channels.depth("inbox")).as("what looking left there").isZero();
            ActiveMQServer broker = gateway.bean(EmbeddedBroker.class).server();
            String user = gateway.bean(EmbeddedBroker.class).user();
            Set<Role> usual = broker.getSecurityRepository().getMatch(INBOX);
            broker.getSecurityRepository()
                    .addMatch(
                            INBOX,
                            Set.of(new Role(
                                    user, false, true, true, true, true, true, true, true, true, true, false, false)));
            assertThat(deliver(gateway)).isEqualTo(503);
            awaitReadiness(gateway, 503);
            assertThat(gateway.actuator("health").body()).contains("it does not permit to send to the inbox", "SEND");
            assertThat(gateway.status().notAcceptingBecause())
                    .startsWith("the broker does not permit to send to upvest.inbox")
                    .contains("SEND");
            broker.getSecurityRepository().addMatch(INBOX, usual);
            awaitReadiness(gateway, 200);
            assertThat(deliver(gateway)).isEqualTo(200);
            assertThat(Channels.drain(gateway.brokerUrl(), "users")).hasSize(2);
            assertThat(Channels.depth("invalid")).isZero();
        }
    }

    private static void awaitReadiness(TestGateway gateway, int status) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> gateway.actuator("health/readiness").statusCode() == status);
    }

    private static int deliver(TestGateway gateway) throws Exception {
        String delivery = FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
        return Deliverer.post(gateway.url(), delivery).statusCode();
    }
}

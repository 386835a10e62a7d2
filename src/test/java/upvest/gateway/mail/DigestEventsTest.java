package upvest.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** A mail is made of headers: the content of large events is not read for it. */
class DigestEventsTest {
    private static final String LARGE = "\u00e4".repeat(700_000);

    @Test
    void theContentOfALargeEventIsReadWhenItIsNeededAndNotBefore() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.mail.interval", "1h"))) {
            String delivery =
                    "{\"payload\":[" + event("small") + "," + event(LARGE) + "," + event("small again") + "]}";
            assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
            assertThat(Channels.depth("mail")).isEqualTo(3);
            List<String> contents = new ArrayList<>();
            TransactionTemplate transaction = new TransactionTemplate(gateway.bean(JmsTransactionManager.class));
            List<DigestEvents> taken = new ArrayList<>();
            transaction.executeWithoutResult(status -> {
                DigestEvents digest = take(gateway);
                taken.add(digest);
                assertThat(digest.headers())
                        .as("ends with the large one")
                        .hasSize(2)
                        .allMatch(event -> "ORDER.REJECTED".equals(event.getHeader("UpvestEventType")));
                assertThat(digest.headers().get(0).getBody(String.class)).contains("small");
                assertThat(digest.headers().get(1).getBody()).isNull();
                for (Message event : digest) {
                    contents.add(event.getBody(String.class));
                }
            });
            taken.forEach(DigestEvents::close);
            assertThat(contents).hasSize(2);
            assertThat(contents.get(1)).contains(LARGE);
            assertThat(Channels.depth("mail")).isEqualTo(1);
            transaction.executeWithoutResult(
                    status -> assertThat(take(gateway).headers()).hasSize(1));
            assertThat(Channels.depth("mail")).isZero();
            transaction.executeWithoutResult(
                    status -> assertThat(take(gateway).headers()).isEmpty());
        }
    }

    @Test
    void aLargeEventThatNobodyReadIsGoneWithItsMail() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.mail.interval", "1h"))) {
            assertThat(Deliverer.post(gateway.url(), "{\"payload\":[" + event(LARGE) + "]}")
                            .statusCode())
                    .isEqualTo(200);
            TransactionTemplate transaction = new TransactionTemplate(gateway.bean(JmsTransactionManager.class));
            List<DigestEvents> taken = new ArrayList<>();
            transaction.executeWithoutResult(status -> {
                taken.add(take(gateway));
                assertThat(taken.get(0).headers()).hasSize(1);
                status.setRollbackOnly();
            });
            taken.forEach(DigestEvents::close);
            assertThat(Channels.depth("mail")).as("after a rollback").isEqualTo(1);
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                taken.clear(); // the broker pauses before it comes again
                transaction.executeWithoutResult(status -> taken.add(take(gateway)));
                taken.forEach(DigestEvents::close);
                return Channels.depth("mail") == 0;
            });
        }
    }

    private static DigestEvents take(TestGateway gateway) {
        CamelContext camel = gateway.bean(CamelContext.class);
        return gateway.bean(JmsTemplate.class).execute(session -> DigestEvents.take(session, 10, camel), true);
    }

    private static String event(String more) {
        return "{\"id\":\"" + UUID.randomUUID()
                + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"ORDER.REJECTED\",\"object\":{\"id\":\""
                + UUID.randomUUID() + "\",\"type\":\"ORDER\"},\"webhook_id\":\"" + UUID.randomUUID()
                + "\",\"more\":\"" + more + "\"}";
    }
}

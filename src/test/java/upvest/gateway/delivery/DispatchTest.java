package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSSecurityException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import upvest.gateway.broker.ConsumersLogin;
import upvest.gateway.broker.QueueSettings;
import upvest.gateway.broker.Queues;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Channels.Received;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** Between the 200 and the queues. */
class DispatchTest {
    private static final Map<String, String> BUSY = Map.of(
            "upvest.limits.event",
            "4s",
            "camel.main.routes-include-pattern",
            "file:routes/*.camel.yaml,file:routes/domains/by-domain.camel.yaml,file:routes/domains/operations.camel.yaml,file:routes/domains/orders.camel.yaml,"
                    + "file:routes/channels/*.camel.yaml,file:src/test/routes/busy.camel.yaml");

    /** A step that nothing ends. */
    @Configuration(proxyBeanMethods = false)
    static class Stuck {
        static volatile CountDownLatch begun = new CountDownLatch(1);
        static volatile boolean ends;

        @Bean
        Processor takeTime() {
            return exchange -> {
                begun.countDown();
                while (!ends) {
                    Thread.onSpinWait();
                }
            };
        }
    }

    @Test
    void aRouteThatCannotEvenBeInterruptedLosesItsThreadAndHoldsUpNothing() throws Exception {
        Stuck.begun = new CountDownLatch(1);
        Stuck.ends = false;
        try (TestGateway gateway = TestGateway.start(BUSY, Stuck.class)) {
            String subscription = UUID.randomUUID().toString();
            String stuck = event("USER.CREATED", subscription, 1);
            post(gateway, delivery(event("ORDER.NEW", subscription, 0), stuck, event("ORDER.NEW", subscription, 2)));
            assertThat(Stuck.begun.await(30, TimeUnit.SECONDS)).isTrue();
            post(gateway, delivery(event("ORDER.NEW", subscription, 3)));
            List<Received> orders = Channels.drain(gateway.brokerUrl(), "orders");
            assertThat(orders)
                    .extracting(DispatchTest::number)
                    .as("its neighbours, and what came behind it")
                    .containsExactly(0, 2, 3);
            List<Received> dead = Channels.drain(gateway.brokerUrl(), "dead");
            assertThat(dead).extracting(Received::body).containsExactly(stuck);
            assertThat(dead.get(0).property("UpvestFailure")).contains("no end in 4 s");
            Stuck.ends = true;
            assertThat(Channels.drain(gateway.brokerUrl(), "users"))
                    .as("when the thread comes back")
                    .isEmpty();
        } finally {
            Stuck.ends = true;
        }
    }

    @Test
    void deliveriesOfASubscriptionStayInOrderHoweverManyThreadsThereAre() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            List<String> subscriptions = List.of(
                    UUID.randomUUID().toString(),
                    UUID.randomUUID().toString(),
                    UUID.randomUUID().toString());
            List<Integer> sent = new ArrayList<>();
            for (int number = 0; number < 60; number++) {
                sent.add(number);
                for (String subscription : subscriptions) {
                    post(gateway, delivery(event("ORDER.NEW", subscription, number)));
                }
            }
            List<Received> orders = Channels.drain(gateway.brokerUrl(), "orders");
            for (String subscription : subscriptions) {
                assertThat(orders.stream().filter(order -> order.body().contains(subscription)))
                        .extracting(DispatchTest::number)
                        .containsExactlyElementsOf(sent);
            }
        }
    }

    @Test
    void whatHoldsDeliveriesUpIsToldAndTheyGoOnByThemselves() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", "postgres"))) {
            gateway.ledgerLine().cut();
            post(gateway, delivery(event("ORDER.NEW", UUID.randomUUID().toString(), 1)));
            DispatchState state = gateway.bean(DispatchState.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> state.held() != null);
            assertThat(state.held().why()).startsWith("the ledger cannot be reached");
            assertThat(gateway.actuator("health/readiness").statusCode())
                    .as("the intake can take")
                    .isEqualTo(200);
            assertThat(gateway.counter("upvest_inbox_held")).isEqualTo(1);
            gateway.ledgerLine().mend();
            assertThat(Channels.drain(gateway.brokerUrl(), "orders")).hasSize(1);
            await().atMost(Duration.ofSeconds(30)).until(() -> state.held() == null);
        }
    }

    @Test
    void aDeliveryThatFindsARouteOfTheTrunkStoppedWaits() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String subscription = UUID.randomUUID().toString();
            post(gateway, delivery(event("ORDER.NEW", subscription, 0)));
            assertThat(Channels.drain(gateway.brokerUrl(), "orders")).hasSize(1); // and looks for the next one
            var routes = gateway.bean(CamelContext.class).getRouteController();
            routes.stopRoute("by-domain");
            post(gateway, delivery(event("ORDER.NEW", subscription, 1)));
            awaitHeld(gateway.bean(DispatchState.class), "these routes of the trunk do not run: by-domain");
            assertThat(Channels.depth("dead")).isZero();
            routes.startRoute("by-domain");
            assertThat(Channels.drain(gateway.brokerUrl(), "orders"))
                    .extracting(DispatchTest::number)
                    .containsExactly(1);
        }
    }

    @Test
    void theInboxIsClosedToConsumers() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String subscription = UUID.randomUUID().toString();
            post(gateway, delivery(event("ORDER.NEW", subscription, 1)));
            ConsumersLogin login = ConsumersLogin.find(gateway.data(), gateway.consumersUrl());
            String consumer = gateway.consumersUrl() + "?user=" + login.user() + "&password=" + login.password();
            for (String part : List.of("inbox", "inbox." + subscription)) {
                assertThatThrownBy(() -> Channels.take(consumer, part)).isInstanceOf(JMSSecurityException.class);
            }
            assertThat(Channels.drain(gateway.brokerUrl(), "orders")).hasSize(1);
        }
    }

    @Test
    void aBrokerThatWouldLoseTheOrderOrADeliveryIsToldFromBeforeItDoes() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("broker", "standalone"))) {
            gateway.broker().tell(QueueSettings.read(Path.of("")).of("upvest.orders"));
            String subscription = UUID.randomUUID().toString();
            post(gateway, delivery(event("ORDER.NEW", subscription, 1)));
            DispatchState state = gateway.bean(DispatchState.class);
            awaitHeld(state, "max-delivery-attempts must be -1, default-exclusive-queue must be true");
            gateway.broker().tell(QueueSettings.read(Path.of("")).of(Queues.INBOX));
            awaitHeld(state, "artemis queue update --exclusive --name upvest.inbox");
            for (String queue : List.of("upvest.inbox", "upvest.inbox." + subscription)) {
                gateway.broker().makeExclusive(queue);
            }
            assertThat(Channels.drain(gateway.brokerUrl(), "orders")).hasSize(1);
        }
    }

    private static void awaitHeld(DispatchState state, String why) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> state.held() != null && state.held().why().contains(why));
    }

    @Test
    void beyondSixtyFourSubscriptionsTheRestStayInOrderOverARestart() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            for (int other = 0; other < 64; other++) {
                post(gateway, delivery(event("USER.CREATED", UUID.randomUUID().toString(), other)));
            }
            String late = UUID.randomUUID().toString();
            for (int number = 0; number < 3; number++) {
                post(gateway, delivery(event("ORDER.NEW", late, number)));
                gateway.restart();
            }
            post(gateway, delivery(event("ORDER.NEW", late, 3)));
            assertThat(Channels.drain(gateway.brokerUrl(), "orders"))
                    .extracting(DispatchTest::number)
                    .containsExactly(0, 1, 2, 3);
            assertThat(gateway.bean(Queues.class).depths()).doesNotContainKey("upvest.inbox." + late);
        }
    }

    private static void post(TestGateway gateway, String delivery) {
        assertThat(Deliverer.postWithin(Duration.ofSeconds(60), gateway.url(), delivery))
                .isEqualTo(200);
    }

    private static String delivery(String... events) {
        return "{\"payload\":[" + String.join(",", events) + "]}";
    }

    private static String event(String type, String subscription, int number) {
        return "{\"id\":\"" + UUID.randomUUID() + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"" + type
                + "\",\"object\":{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"" + type.replaceFirst("\\..*", "")
                + "\"},\"webhook_id\":\"" + subscription + "\",\"number\":" + number + "}";
    }

    private static int number(Received message) {
        return Integer.parseInt(message.body().replaceFirst("(?s).*\"number\":(\\d+).*", "$1"));
    }
}

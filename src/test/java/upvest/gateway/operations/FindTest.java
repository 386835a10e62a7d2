package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.core.JmsTemplate;
import upvest.gateway.ledger.AcceptedDelivery;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.testing.Typed;

/** Did event X arrive, where is it now, and is anything missing? */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class FindTest {
    private static final String OBJECT = "5790f82e-c1d3-4cff-aa3a-f4d46b0a18e8";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "standalone"})
    void knowsWhereAnEventIs(String broker) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("broker", broker));
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.brokerUrl());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            String event = event("ORDER.NEW");
            String invalid = event("ORDER.NOSUCH");
            post(gateway, delivery(event, invalid));
            assertThat(now(gateway, event)).isEqualTo(List.of("on upvest.orders"));
            assertThat(now(gateway, invalid)).isEqualTo(List.of("in upvest.invalid"));

            MessageConsumer consumer = session.createConsumer(session.createQueue("upvest.orders"));
            assertThat(consumer.receive(10_000)).isNotNull();
            assertThat(now(gateway, event)).isEqualTo(List.of("with a consumer of upvest.orders"));
            session.commit();
            Awaitility.await().untilAsserted(() -> assertThat(now(gateway, event))
                    .isEqualTo(List.of("consumed from upvest.orders")));
        }
    }

    @Test
    void findsAmongTheDeadWhatAConsumerGaveUp() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String poison = event("ORDER.NEW");
            post(gateway, delivery(poison));
            Channels.giveBack(gateway.brokerUrl(), "orders");
            Awaitility.await().untilAsserted(() -> assertThat(now(gateway, poison))
                    .isEqualTo(List.of("consumed from upvest.orders", "in upvest.dead")));
        }
    }

    @Test
    void tellsItOnTheCommandLine() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String event = event("ORDER.REJECTED");
            String first = delivery(event, event("USER.CREATED"));
            post(gateway, first);
            post(gateway, first);

            Typed told = Typed.type(gateway, "event", id(event));
            assertThat(told.code()).isZero();
            assertThat(told.out())
                    .contains("type        ORDER.REJECTED\n", "object      " + OBJECT + "\n", "duplicates  1\n")
                    .contains("webhook     6513270e-269e-4d37-b2a7-4de452e6b438\n")
                    .containsPattern("now         on upvest.orders, (on|consumed from|with a consumer of) upvest.mail");
            String delivery = told.out().replaceAll("(?s).*delivery    (\\S+).*", "$1");
            assertThat(Typed.type(gateway, "delivery", delivery).out())
                    .containsPattern("received \\S+  2 events, 0 of them duplicates  webhook 6513270e-")
                    .containsPattern("received \\S+  2 events, 2 of them duplicates  webhook 6513270e-")
                    .containsPattern(id(event) + "  ORDER.REJECTED  upvest.orders,upvest.mail  1 duplicate  on upvest");
            assertThat(Typed.type(gateway, "object", OBJECT).out()).contains(id(event), "USER.CREATED");
            assertThat(Typed.type(gateway, "find", "--type", "USER.CREATED").out())
                    .containsPattern("\\S+Z  \\S{36}  USER.CREATED  upvest.users  1 duplicate\n")
                    .doesNotContain("ORDER");

            Typed never = Typed.type(gateway, "event", OBJECT);
            assertThat(never.code()).isEqualTo(1);
            assertThat(never.out()).startsWith("the ledger does not know event " + OBJECT);
            assertThat(Typed.type(gateway, "event", "order").code()).isEqualTo(2);
            Typed wrong = Typed.type(gateway, "find", "--since", "yesterday");
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.out()).contains("'yesterday' is not a time: write 2026-11-21T10:15:00Z");
            Typed bare = Typed.type(gateway, "find", "--since", "99");
            assertThat(bare.code()).isEqualTo(2);
            assertThat(bare.out()).contains("'99' is not a time");
            Typed misspelt = Typed.type(gateway, "find", "--type", "ORDER.REJECTD");
            assertThat(misspelt.code()).isEqualTo(1);
            assertThat(misspelt.out())
                    .startsWith("nothing was found: the contract lists no type ORDER.REJECTD, there are ORDER.")
                    .contains("ORDER.REJECTED");
            assertThat(Typed.type(gateway, "find", "--channel", "oders").out())
                    .startsWith("nothing was found: there is no channel oders, there are ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "postgres"})
    void pagesFollowEachOther(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger))) {
            List<String> posted = new ArrayList<>();
            for (String type : List.of("ORDER.NEW", "USER.CREATED", "ORDER.NEW")) {
                List<String> events =
                        Stream.generate(() -> event(type)).limit(100).toList();
                post(gateway, delivery(events.toArray(String[]::new)));
                posted.addAll(events.stream().map(FindTest::id).toList());
            }
            assertThat(pages(gateway, "", "", 33)).containsExactlyInAnyOrderElementsOf(posted);
            assertThat(pages(gateway, "", "", 100)).containsExactlyInAnyOrderElementsOf(posted);
            assertThat(pages(gateway, "ORDER.NEW", "", 64)).hasSize(200).doesNotContain(posted.get(150));
            assertThat(pages(gateway, "", "users", 64)).containsExactlyInAnyOrderElementsOf(posted.subList(100, 200));
            assertThat(gateway.get("events?since=2020-01-01&until=1h&limit=10", EventPage.class)
                            .events())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "postgres"})
    void provesCompletenessAndNamesGaps(String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", ledger))) {
            String order = event("ORDER.NEW");
            post(gateway, delivery(order, event("ORDER.NOSUCH"), event("USER.CREATED"), order));
            Instant between = Instant.now();
            post(gateway, delivery(order));
            Path csv = folder.resolve("events.csv");
            String since = between.minus(Duration.ofDays(1)).toString();
            Typed complete = Typed.type(gateway, "reconcile", "--since", since, "--csv", csv.toString());
            assertThat(complete.code()).as(complete.out()).isZero();
            assertThat(complete.out().lines().filter(line -> line.matches("\\d{4}-.*")))
                    .as("each hour once")
                    .doesNotHaveDuplicates()
                    .extracting(line -> line.substring(0, 20))
                    .doesNotHaveDuplicates();
            assertThat(complete.out())
                    .containsPattern("all +5 +2 +1 +0 +0 +2 +0\n")
                    .containsPattern("ORDER.NEW +1 +0 +0 +0\n")
                    .contains("5 events received, all accounted for\n");
            assertThat(Files.readAllLines(csv))
                    .hasSize(4)
                    .first()
                    .isEqualTo("id,type,object,created,received,channel,outcome,delivery,duplicates");
            assertThat(Files.readString(csv)).contains(id(order) + ",ORDER.NEW," + OBJECT + ",2024-01-15T15:00:00Z,");

            gateway.bean(JmsTemplate.class).send("upvest.users", session -> {
                Message unknown = session.createTextMessage("{}");
                unknown.setStringProperty("UpvestEventId", UUID.randomUUID().toString());
                return unknown;
            });
            Typed older = Typed.type(gateway, "reconcile");
            assertThat(older.code()).isEqualTo(1);
            assertThat(older.out())
                    .contains("not in the ledger: 1 of the messages on upvest.users; ")
                    .endsWith("NOT COMPLETE: broker and ledger do not fit\n");

            lose(gateway, Instant.now());
            Typed gap = Typed.type(gateway, "reconcile", "--csv", csv.toString(), "--rows", "hours");
            assertThat(gap.code()).isEqualTo(1);
            assertThat(gap.out())
                    .containsPattern("delivery \\S{36}: 2 events must be in the ledger, 1 are\n")
                    .contains("NOT COMPLETE: of 7 events received 1 are missing\n");
            assertThat(Files.readString(csv)).containsPattern("Z,USER.CREATED,routed,2\r\n");
        }
    }

    /** A delivery of two events of which one is not there. */
    private static void lose(TestGateway gateway, Instant now) {
        UUID claim = UUID.randomUUID();
        Ledger.Entry kept = new Ledger.Entry(UUID.randomUUID(), claim, "USER.CREATED", null, null, now, "upvest.users");
        gateway.bean(Ledger.class)
                .enter(List.of(
                        new Ledger.Claim(new AcceptedDelivery(claim, claim, null, now, 2), List.of(kept), Map.of())));
    }

    private static List<String> pages(TestGateway gateway, String type, String channel, int limit) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (after != null) {
            String words = "since=1h&type=" + type + "&channel=" + channel + "&after=" + after + "&limit=" + limit;
            EventPage page = gateway.get("events?" + words, EventPage.class);
            page.events().forEach(event -> ids.add(event.id().toString()));
            after = page.next();
        }
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        return ids;
    }

    private static List<String> now(TestGateway gateway, String event) {
        EventRow row = gateway.get("events/" + id(event), EventLookup.class).event();
        assertThat(row).isNotNull();
        return row.now();
    }

    private static String event(String type) {
        return "{\"id\":\"" + UUID.randomUUID() + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"" + type
                + "\",\"object\":{\"id\":\"" + OBJECT + "\",\"type\":\"ORDER\"},"
                + "\"webhook_id\":\"6513270e-269e-4d37-b2a7-4de452e6b438\"}";
    }

    private static String id(String event) {
        return event.substring(7, 43);
    }

    private static String delivery(String... events) {
        return "{\"payload\":[" + String.join(",", events) + "]}";
    }

    private static void post(TestGateway gateway, String body) {
        assertThat(Deliverer.post(gateway.url(), body).statusCode()).isEqualTo(200);
    }
}

package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static upvest.gateway.operations.Deliveries.BROKEN;
import static upvest.gateway.operations.Deliveries.MENDED;
import static upvest.gateway.operations.Deliveries.ROUTES;
import static upvest.gateway.operations.Deliveries.bodies;
import static upvest.gateway.operations.Deliveries.deliver;
import static upvest.gateway.operations.Deliveries.drain;
import static upvest.gateway.operations.Deliveries.ended;
import static upvest.gateway.operations.Deliveries.event;
import static upvest.gateway.operations.Deliveries.rehearse;
import static upvest.gateway.operations.Deliveries.replay;

import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.ledger.AuditRow;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Channels.Received;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.LedgerRows;
import upvest.gateway.testing.TestGateway;

/** What waits in a service channel goes to where it belongs now: once, in order, and nowhere else. */
class ReplayTest {
    private static final String ORDER = "c6c80e2b-c8c6-44b2-bb84-44d18e317041";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"'',''", "standalone,postgres"})
    void aDeadEventTakesTheMendedRoute(String broker, String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(
                Map.of(ROUTES, BROKEN, "broker", broker, "ledger", ledger, "upvest.mail.interval", "1h"))) {
            List<String> dead = IntStream.range(0, 20)
                    .mapToObj(i -> event(i % 2 == 0 ? "ORDER.REJECTED" : "ORDER.CANCELLED", ORDER))
                    .toList();
            deliver(gateway, dead.toArray(String[]::new));
            gateway.restart(Map.of(ROUTES, MENDED));

            assertThat(rehearse(gateway, "dead"))
                    .containsEntry("waiting", 20)
                    .containsEntry("targets", Map.of("orders", 10, "orders, mail", 10));
            assertThat(bodies(gateway, "orders")).isEmpty();

            assertThat(replay(gateway, "dead")).containsEntry("went", Map.of("orders", 10, "orders, mail", 10));
            List<Received> arrived = drain(gateway, "orders");
            assertThat(arrived).extracting(Received::body).containsExactlyElementsOf(dead);
            assertThat(arrived).allSatisfy(message -> {
                assertThat(message.property("UpvestReplay")).matches("by Ada at 20\\S+Z: mended");
                assertThat(message.property("UpvestReplayAttempts")).isEqualTo("1");
                assertThat(message.property("UpvestFailure")).isNull();
                assertThat(message.property("JMSXGroupID")).isEqualTo(ORDER);
            });
            assertThat(bodies(gateway, "mail")).hasSize(10);
            assertThat(replay(gateway, "dead")).containsEntry("waiting", 0);
            assertThat(LedgerRows.all(gateway))
                    .extracting(found -> found.entry().channel())
                    .containsOnly("upvest.orders", "upvest.orders,upvest.mail");
        }
    }

    @Test
    void whatFailsAgainComesBackCountedAndIsParked() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of(ROUTES, BROKEN))) {
            String first = event("ORDER.REJECTED", ORDER);
            String second = event("ORDER.REJECTED", ORDER);
            deliver(gateway, first, second);
            replay(gateway, "dead");
            assertThat(rehearse(gateway, "dead").get("reasons"))
                    .isEqualTo(Map.of(
                            "IllegalStateException: the route does not know what to do, at broken.camel.yaml:44", 2));
            replay(gateway, "dead");
            assertThat(gateway.bean(ReplayEndpoint.class).progress().failed()).isEqualTo(2);
            replay(gateway, "dead");
            assertThat(bodies(gateway, "dead")).isEmpty();
            gateway.restart(Map.of(ROUTES, MENDED));
            assertThat(replay(gateway, "parked").get("went")).isEqualTo(Map.of("orders, mail", 2));
            List<Received> arrived = drain(gateway, "orders");
            assertThat(arrived).extracting(Received::body).containsExactly(first, second);
            assertThat(arrived.get(0).property("UpvestReplayAttempts")).isEqualTo("4");
        }
    }

    @Test
    void anInvalidEventIsValidUnderAnotherContract() throws Exception {
        String event = event("ORDER.NEW", ORDER).replace("event_type", "type");
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            deliver(gateway, event);
            assertThat(replay(gateway, "invalid").get("went").toString())
                    .startsWith("{invalid: (root): required event_type");
            gateway.restart(Map.of("upvest.contract", "live"));
            assertThat(replay(gateway, "invalid").get("went")).isEqualTo(Map.of("orders", 1));
            Received arrived = drain(gateway, "orders").get(0);
            assertThat(arrived.body()).isEqualTo(event);
            assertThat(arrived.type()).isEqualTo("ORDER.NEW");
            assertThat(arrived.property("UpvestReplayAttempts")).isEqualTo("2");
        }
    }

    @Test
    void aWholeDeliveryIsCutWhereItCanBeAndKeptWhereItCannot() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String seen = event("ORDER.NEW", ORDER);
            String fresh = event("USER.CREATED", ORDER);
            deliver(gateway, seen);
            assertThat(bodies(gateway, "orders")).containsExactly(seen);
            put(gateway, "{\"payload\":[" + seen + "," + fresh + "]}");
            deliver(gateway); // an empty payload stays whole, whatever is done
            Map<String, Object> report = replay(gateway, "invalid");
            assertThat(report.get("went").toString())
                    .startsWith("{invalid: envelope: ")
                    .endsWith("=1, users=1}");
            assertThat(bodies(gateway, "orders")).as("seen before").isEmpty();
            assertThat(bodies(gateway, "users")).containsExactly(fresh);
            assertThat(drain(gateway, "invalid")).singleElement().satisfies(whole -> {
                assertThat(whole.body()).isEqualTo("{\"payload\":[]}");
                assertThat(whole.property("UpvestReplayAttempts")).isEqualTo("1");
            });
            deliver(gateway, fresh);
            assertThat(bodies(gateway, "users")).as("the ledger knows it now").isEmpty();
        }
    }

    @Test
    void aDeliveryThatWasReplayedInPiecesIsCountedByItsEvents() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.limits.depth", "6"))) {
            String first = event("ORDER.NEW", ORDER);
            String deep = "[".repeat(9) + "]".repeat(9);
            String body = "{\"note\":" + deep + ",\"payload\":[" + first + "," + event("USER.CREATED", ORDER) + "]}";
            assertThat(Deliverer.post(gateway.url(), body).statusCode()).isEqualTo(200);
            gateway.restart(Map.of("upvest.limits.depth", "100"));
            String id = idIn(gateway, "invalid");
            assertThat(replay(gateway, "invalid").get("went")).isEqualTo(Map.of("orders", 1, "users", 1));

            assertThat(row(gateway, id).outcome()).isEqualTo("cut");
            assertThat(row(gateway, id).now().toString()).contains("its events have ids of their own");
            assertThat(row(gateway, idIn(gateway, "orders")).now()).containsExactly("on upvest.orders");
            Reconciliation all = gateway.get("reconcile", Reconciliation.class);
            assertThat(all.complete()).isTrue();
            assertThat(all.hours().toString()).contains("received=2, outcomes={routed=2, invalid=0,");
        }
    }

    private static String idIn(TestGateway gateway, String channel) {
        List<EventRow> events = gateway.get("events?limit=2&channel=" + channel, EventPage.class)
                .events();
        assertThat(events).hasSize(1);
        return events.get(0).id().toString();
    }

    private static EventRow row(TestGateway gateway, String id) {
        return gateway.get("events/" + id.toUpperCase(Locale.ROOT), EventLookup.class)
                .event();
    }

    /** A whole delivery as the gateway keeps it. */
    private static void put(TestGateway gateway, String delivery) throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(gateway.brokerUrl());
                Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            TextMessage message = session.createTextMessage(delivery);
            String id = UUID.randomUUID().toString();
            message.setStringProperty("UpvestEventId", id);
            message.setStringProperty("UpvestDeliveryId", id);
            session.createProducer(session.createQueue("upvest.invalid")).send(message);
        }
    }

    @Test
    void whatAConsumerGaveBackGoesToItsQueueOnly() throws Exception {
        try (TestGateway gateway =
                TestGateway.start(Map.of("upvest.replay.attempts", "1", "upvest.mail.interval", "1h"))) {
            String event = event("ORDER.REJECTED", ORDER);
            deliver(gateway, event);
            giveBack(gateway);
            assertThat(rehearse(gateway, "dead").get("targets")).isEqualTo(Map.of("orders", 1));
            replay(gateway, "dead");
            assertThat(gateway.bean(ReplayEndpoint.class).progress().done()).isEqualTo(1);
            giveBack(gateway);
            assertThat(replay(gateway, "dead").get("went")).isEqualTo(Map.of("parked", 1));
            assertThat(replay(gateway, "parked").get("went")).isEqualTo(Map.of("orders", 1));
            assertThat(drain(gateway, "orders")).singleElement().satisfies(message -> assertThat(
                            message.property("UpvestReplayAttempts"))
                    .isEqualTo("3"));
            assertThat(bodies(gateway, "mail")).as("mailed once").containsExactly(event);
        }
    }

    @Test
    void aMessageThatSaysItCameFromElsewhereStays() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            for (String queue : List.of("upvest.inbox", "somebody.elses", "activemq.management", "upvest.orders")) {
                gateway.bean(JmsTemplate.class).send("upvest.dead", session -> {
                    TextMessage forged = session.createTextMessage("{}");
                    forged.setStringProperty("_AMQ_ORIG_QUEUE", queue);
                    forged.setStringProperty("UpvestEventId", UUID.randomUUID().toString());
                    forged.setStringProperty(
                            "UpvestDeliveryId", UUID.randomUUID().toString());
                    return forged;
                });
            }
            Map<String, Integer> went =
                    Map.of("nowhere: it came from a queue that is not among upvest.channels", 3, "orders", 1);
            assertThat(rehearse(gateway, "dead")).containsEntry("targets", went);
            assertThat(replay(gateway, "dead")).containsEntry("went", went);
            assertThat(Channels.depth("dead")).isEqualTo(3);
            assertThat(Channels.depth("orders")).isEqualTo(1);
        }
    }

    /** Rolls back until the broker takes the message away. */
    private static void giveBack(TestGateway gateway) throws Exception {
        Channels.giveBack(gateway.brokerUrl(), "orders");
        await().until(() -> Channels.depth("dead") == 1);
    }

    @Test
    void aFileThatCouldNotBeWrittenIsWrittenAndNothingElse() throws Exception {
        Path gone = folder.resolve("gone");
        try (TestGateway gateway = TestGateway.start(
                Map.of("upvest.files.directory", gone.toString(), "upvest.files.redeliveries", "0"))) {
            FileSystemUtils.deleteRecursively(gone);
            Files.writeString(gone, "in the way");
            String id = UUID.randomUUID().toString();
            deliver(gateway, event(id, "REPORT.READY", ORDER));
            await().atMost(Duration.ofSeconds(30)).until(() -> Channels.depth("dead") == 1);
            gateway.restart(
                    Map.of("upvest.files.directory", folder.resolve("files").toString()));
            assertThat(replay(gateway, "dead").get("went")).isEqualTo(Map.of("files", 1));
            await().untilAsserted(() ->
                    assertThat(folder.resolve("files")).isDirectoryRecursivelyContaining("glob:**/" + id + ".json"));
            assertThat(bodies(gateway, "reports")).as("as before the replay").hasSize(1);
        }
    }

    @Test
    void onlyWhatIsMeantIsReplayedAndEverythingIsInTheAudit() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of(ROUTES, BROKEN))) {
            String meant = UUID.randomUUID().toString();
            deliver(gateway, event("ORDER.CANCELLED", ORDER), event(meant, "ORDER.REJECTED", ORDER));
            gateway.restart(Map.of(ROUTES, MENDED));
            ReplayEndpoint replay = gateway.bean(ReplayEndpoint.class);
            String since = "2020-01-01T00:00:00Z";
            for (String none : List.of(
                    "ids=" + UUID.randomUUID(),
                    "reason=no such reason",
                    "type=USER",
                    "route=users",
                    "since=2999-01-01T00:00:00Z",
                    "before=" + since)) {
                String[] said = none.split("=");
                Map<String, Object> wanted =
                        Map.of("channel", "dead", said[0], said[1], "dryRun", true, "limit", 9, "by", "Ada");
                gateway.post("replay", wanted, WorkProgress.class);
                assertThat(ended(replay)).as(none).containsEntry("matching", 0);
            }
            replay.replay(
                    "dead",
                    meant,
                    "DOES NOT KNOW",
                    "ORDER",
                    "orders",
                    Instant.parse(since),
                    null,
                    null,
                    false,
                    9,
                    0,
                    "Bob",
                    "");
            assertThat(ended(replay)).containsEntry("matching", 1).containsEntry("ended", "replayed 1, all of it");
            assertThat(drain(gateway, "orders")).singleElement().satisfies(message -> assertThat(
                            message.property("UpvestEventId"))
                    .isEqualTo(meant));
            replay.replay("dead", null, null, null, null, null, null, true, false, 1, 0, "Bob", "");
            assertThat(ended(replay)).containsEntry("chosen", 1);
            gateway.restart();
            List<AuditRow> audit = gateway.bean(Audit.class).newest(3);
            assertThat(audit.get(0)).satisfies(last -> {
                assertThat(last.who()).isEqualTo("Bob");
                assertThat(last.action()).isEqualTo("replay dead");
                assertThat(last.howMany()).isEqualTo(1);
                assertThat(last.outcome()).isEqualTo("replayed 1, all of it; {orders=1}");
            });
            assertThat(audit.get(2).arguments())
                    .isEqualTo("id=" + meant + " reason='does not know' type=ORDER route=orders since=" + since
                            + " limit=9");
            assertThat(gateway.bean(Audit.class).newest(100))
                    .filteredOn(AuditRow::dryRun)
                    .hasSize(6);
        }
    }
}

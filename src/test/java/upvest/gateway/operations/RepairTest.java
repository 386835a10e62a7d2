package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static upvest.gateway.operations.Deliveries.bodies;
import static upvest.gateway.operations.Deliveries.deliver;
import static upvest.gateway.operations.Deliveries.drain;
import static upvest.gateway.operations.Deliveries.ended;
import static upvest.gateway.operations.Deliveries.event;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upvest.gateway.ledger.AuditRow;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.LedgerRows;
import upvest.gateway.testing.TestGateway;

/** Purge, erase and pause do what they say, survive a restart where they should, and are recorded. */
class RepairTest {
    private static final String OBJECT = "c6c80e2b-c8c6-44b2-bb84-44d18e317041";

    @Test
    void purgeRemovesWhatIsMeantAndNothingElse() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String kept = event("ORDER.NEW", "no id");
            deliver(gateway, event("USER.CREATED", "no id"), kept, event("USER.UPDATED", "no id"));
            PurgeEndpoint purge = gateway.bean(PurgeEndpoint.class);
            purge.purge("invalid", null, null, "USER", null, null, null, null, true, 10, "Ada", null);
            assertThat(ended(purge)).containsEntry("chosen", 2).containsEntry("ended", "nothing was removed");
            purge.purge("invalid", null, null, "USER", null, null, null, null, false, 10, "Ada", "settled");
            assertThat(ended(purge)).containsEntry("ended", "removed 2, all of it");
            assertThat(bodies(gateway, "invalid")).containsExactly(kept);
            assertThat(gateway.bean(Audit.class).newest(1)).singleElement().satisfies(entry -> {
                assertThat(entry.action()).isEqualTo("purge invalid");
                assertThat(entry.howMany()).isEqualTo(2);
                assertThat(entry.arguments()).isEqualTo("type=USER limit=10 why='settled'");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"'',''", "standalone,postgres"})
    void eraseLeavesNothingThatNamesTheObject(String broker, String ledger) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of(
                "broker", broker, "ledger", ledger, "upvest.mail.host", "", "upvest.recording.enabled", "true"))) {
            String other = event("ORDER.NEW", UUID.randomUUID().toString());
            deliver(gateway, other);
            deliver(
                    gateway,
                    event("ORDER.NEW", OBJECT),
                    event("ORDER.REJECTED", OBJECT.toUpperCase(java.util.Locale.ROOT)),
                    event("REPORT.READY", OBJECT),
                    event("USER.CREATED", UUID.randomUUID().toString())
                            .replace("\"type\":\"USER\"", "\"type\":\"USER\",\"account_id\":\"" + OBJECT + "\""),
                    event("ORDER.NEW", "no id").replace("no id", "no id: " + OBJECT));
            await().until(() -> naming(gateway.data().resolve("mailbox")) == 1
                    && naming(gateway.files()) == 1
                    && naming(gateway.data().resolve("recorded")) == 1);

            seesTheInvalidOne(gateway);
            EraseEndpoint erase = gateway.bean(EraseEndpoint.class);
            erase.erase(OBJECT, true, "Ada", "request 4711");
            Map<String, Object> told = ended(erase);
            erase.erase(OBJECT, false, "Ada", "request 4711");
            Map<String, Object> done = ended(erase);
            for (Map<String, Object> report : List.of(told, done)) {
                assertThat(report)
                        .containsEntry("object", OBJECT)
                        .containsEntry(
                                "messages",
                                Map.of("upvest.orders", 2, "upvest.reports", 1, "upvest.users", 1, "upvest.invalid", 1))
                        .containsEntry("files", 1)
                        .containsEntry("mails", 1)
                        .containsEntry("recordedDeliveries", 1)
                        .containsEntry("ledger", 3);
                assertThat(report.get("ended").toString()).startsWith("everything was looked at");
            }
            erase.erase(OBJECT, false, "Ada", "again");
            assertThat(ended(erase)).containsEntry("messages", Map.of()).containsEntry("ledger", 0);
            assertThat(naming(gateway.data().resolve("mailbox"))
                            + naming(gateway.files())
                            + naming(gateway.data().resolve("recorded")))
                    .isZero();
            assertThat(bodies(gateway, "orders")).containsExactly(other);
            assertThat(LedgerRows.count(gateway)).isEqualTo(6);
            assertThat(gateway.bean(Audit.class).newest(100))
                    .extracting(AuditRow::arguments)
                    .noneMatch(arguments -> arguments.contains(OBJECT))
                    .contains("object=" + ObjectId.of(OBJECT).hash() + " why='request 4711'");
        }
    }

    private static void seesTheInvalidOne(TestGateway gateway) {
        QueuesEndpoint queues = gateway.bean(QueuesEndpoint.class);
        List<Reasons.Group> groups =
                gateway.bean(SetasideEndpoint.class).groups("invalid").groups();
        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.types()).isEqualTo(Map.of("ORDER.NEW", 1L));
            assertThat(queues.messages("invalid", group.reason(), null, "ORDER.FILLED", 0, 10))
                    .isEqualTo(new QueuesEndpoint.Page(List.of(), false));
            assertThat(queues.messages("invalid", group.reason(), null, "ORDER.NEW", 0, 10)
                            .messages())
                    .singleElement()
                    .satisfies(message -> assertThat(
                                    queues.show("invalid", message.id(), "Ada").body())
                            .contains(OBJECT));
        });
        assertThatThrownBy(() -> queues.show("elsewhere", "ID:1", "Ada"))
                .hasMessage("there is no queue upvest.elsewhere");
    }

    private static int naming(Path folder) throws Exception {
        return new NamingFiles(folder).naming(ObjectId.of(OBJECT)).size();
    }

    @Test
    void erasesFromAPausedQueueToo() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String other = event("ORDER.NEW", UUID.randomUUID().toString());
            deliver(gateway, event("ORDER.NEW", OBJECT), other);
            gateway.bean(PauseEndpoint.class).pause("orders", "Ada", "");
            EraseEndpoint erase = gateway.bean(EraseEndpoint.class);
            erase.erase(OBJECT, false, "Ada", "");
            assertThat(ended(erase))
                    .containsEntry("messages", Map.of("upvest.orders", 1))
                    .containsEntry("left", 0);
            gateway.bean(PauseEndpoint.class).resume("orders", "Ada");
            assertThat(bodies(gateway, "orders")).containsExactly(other);
        }
    }

    @Test
    void eraseWantsAWholeIdAndAName() throws Exception {
        assertThatThrownBy(() -> ObjectId.of("c6c8")).hasMessageContaining("is not an object id");
        assertThat(ObjectId.of(" " + OBJECT.toUpperCase(java.util.Locale.ROOT)).text())
                .isEqualTo(OBJECT);
    }

    @ParameterizedTest
    @CsvSource({"''", "standalone"})
    void aPausedQueueTakesAndKeepsAlsoOverARestart(String broker) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("broker", broker))) {
            PauseEndpoint pause = gateway.bean(PauseEndpoint.class);
            pause.pause("orders", "Ada", "moving");
            String event = event("ORDER.NEW", OBJECT);
            deliver(gateway, event);
            assertThat(drain(gateway, "orders")).isEmpty();
            gateway.restart();
            assertThat(gateway.bean(PauseEndpoint.class).paused().get("orders"))
                    .extracting(Pause.Paused::by, Pause.Paused::why)
                    .containsExactly("Ada", "moving");
            await().untilAsserted(() -> assertThat(gateway.counter("upvest_paused{what=\"orders\"}"))
                    .isEqualTo(1));
            assertThat(drain(gateway, "orders")).isEmpty();
            assertThat(gateway.actuator("health").body())
                    .contains("\"paused\":{\"orders\":{")
                    .contains("\"status\":\"UP\"");
            assertThat(gateway.attention())
                    .anySatisfy(line -> assertThat(line).matches("upvest.orders is paused since \\S+ by Ada: moving"));
            gateway.bean(PauseEndpoint.class).resume("orders", "Bob");
            assertThat(bodies(gateway, "orders")).containsExactly(event);
            assertThat(gateway.counter("upvest_paused{what=\"orders\"}")).isZero();
            assertThat(gateway.bean(Audit.class).newest(2))
                    .extracting(AuditRow::who, AuditRow::action)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("Bob", "resume orders"),
                            org.assertj.core.groups.Tuple.tuple("Ada", "pause orders"));
        }
    }

    @Test
    void aPausedIntakeAnswers503AlsoAfterARestart() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            gateway.bean(PauseEndpoint.class).pause("intake", "Ada", "");
            gateway.restart();
            String delivery = "{\"payload\":[" + event("ORDER.NEW", OBJECT) + "]}";
            assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(503);
            assertThat(gateway.counter("upvest_deliveries_total{answer=\"503\",reason=\"PAUSED\"}"))
                    .isEqualTo(1);
            assertThat(gateway.actuator("health/readiness").statusCode()).isEqualTo(503);
            assertThat(gateway.status().blockedBecause()).matches("the intake is paused since \\S+ by Ada");
            gateway.bean(PauseEndpoint.class).resume("intake", "Ada");
            assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
            assertThat(gateway.actuator("health/readiness").statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> gateway.bean(PauseEndpoint.class).pause("dead", "Ada", ""))
                    .hasMessageContaining("'dead' cannot be paused, write intake or one of [");
        }
    }
}

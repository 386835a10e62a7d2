package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.operations.GatewayStatus;
import upvest.gateway.operations.WorkProgress;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.Deliverer.Signed;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.LedgerRows;
import upvest.gateway.testing.MovedClock;
import upvest.gateway.testing.TestGateway;

/** Late is not false: decision 26. */
@ExtendWith(OutputCaptureExtension.class)
class LateDeliveriesTest {
    private static final Path EVERY_TYPE = Path.of("samples/published/every-type.json");
    private static final Path ONE = Path.of("samples/published/user-created.json");
    private static final String REFUSED = "upvest_deliveries_total{answer=\"401\",reason=\"STALE\"}";

    @AfterEach
    void putTheClockRight() {
        MovedClock.move(Duration.ZERO);
    }

    /** A request that can be sent again byte for byte, with the signature that it had. */
    private record Captured(String body, Map<String, String> headers) {
        static Captured of(TestGateway gateway, Path sample) throws IOException {
            String body = FreshIds.of(Files.readString(sample));
            return new Captured(body, Deliverer.signedAt(MovedClock.clock(), gateway.url(), body));
        }

        int sentTo(TestGateway gateway) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return Deliverer.send(gateway.url(), "POST", bytes, Signed.NO, false, headers)
                    .statusCode();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "P1D"})
    void aRequestThatIsRepeatedAsItWasAfterAnOutageIsTakenOnce(Duration outage, CapturedOutput output)
            throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of(), MovedClock.class)) {
            Captured request = Captured.of(gateway, EVERY_TYPE);
            gateway.bean(EmbeddedBroker.class).stop();
            assertThat(request.sentTo(gateway)).isEqualTo(503);
            MovedClock.move(outage);
            gateway.restart();
            assertThat(request.sentTo(gateway)).isEqualTo(200);
            assertThat(request.sentTo(gateway)).as("its answer was lost").isEqualTo(200);
            assertThat(everything(gateway)).isEqualTo(60);
            assertThat(gateway.counter("upvest_late_deliveries_total")).isEqualTo(2);
            assertThat(gateway.status().late())
                    .extracting(GatewayStatus.Late::times)
                    .isEqualTo(2L);
            assertThat(output.getOut())
                    .containsPattern("delivery is late.* signed=\"\\S+\" age=\"PT" + outage.toHours() + "H");
        }
    }

    @Test
    void aCapturedRequestBringsDuplicatesOnlyUntilItIsTooOld() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.ledger.retention", "30d"), MovedClock.class)) {
            Captured captured = Captured.of(gateway, EVERY_TYPE);
            Captured broken = Captured.of(gateway, Path.of("samples/published/two-bad-among-five.json"));
            for (Captured request : List.of(captured, broken)) {
                assertThat(request.sentTo(gateway)).isEqualTo(200);
            }
            assertThat(everything(gateway)).isEqualTo(65);
            for (Duration age : List.of(
                    Duration.ofMinutes(6),
                    Duration.ofDays(15),
                    Duration.ofDays(30).minusMinutes(30))) {
                MovedClock.move(age);
                gateway.restart(); // the ledger's memory is tidied up
                assertThat(Captured.of(gateway, ONE).sentTo(gateway)).isEqualTo(200);
                assertThat(captured.sentTo(gateway)).isEqualTo(200);
                assertThat(broken.sentTo(gateway)).isEqualTo(200);
                assertThat(everything(gateway)).as("the new one alone").isEqualTo(1);
            }
            MovedClock.move(Duration.ofDays(30).minusMinutes(5));
            assertThat(captured.sentTo(gateway)).isEqualTo(401);
            assertThat(gateway.counter(REFUSED)).isEqualTo(1);
            assertThat(everything(gateway)).isZero();
        }
    }

    @Test
    void whatTheLedgerHasForgottenIsRefused() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.ledger.retention", "1d"), MovedClock.class)) {
            Captured captured = Captured.of(gateway, ONE);
            assertThat(captured.sentTo(gateway)).isEqualTo(200);
            assertThat(everything(gateway)).isEqualTo(1);
            MovedClock.move(Duration.ofHours(26));
            gateway.restart();
            assertThat(Captured.of(gateway, ONE).sentTo(gateway)).isEqualTo(200);
            await().until(() -> gateway.counter("upvest_ledger_deleted_total") == 1);
            assertThat(captured.sentTo(gateway)).isEqualTo(401);
            assertThat(everything(gateway)).isEqualTo(1);
        }
    }

    @Test
    void aClockThatRunsAheadDoesNotMakeTheLedgerForgetWhatIsStillAccepted() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of(), MovedClock.class)) {
            MovedClock.move(Duration.ofDays(-100));
            Captured ancient = Captured.of(gateway, ONE);
            assertThat(ancient.sentTo(gateway)).isEqualTo(200);
            MovedClock.move(Duration.ofDays(-45));
            Captured captured = Captured.of(gateway, ONE);
            assertThat(captured.sentTo(gateway)).isEqualTo(200);
            gateway.restart(); // it forgets nothing before the first delivery tells the sender's time
            Captured another = Captured.of(gateway, ONE);
            MovedClock.move(Duration.ofDays(60)); // wrong by 60 days
            assertThat(Deliverer.post(gateway.url(), FreshIds.of(Files.readString(ONE)))
                            .statusCode())
                    .as("signed by the right time")
                    .isEqualTo(200);
            await().until(() -> gateway.counter("upvest_ledger_deleted_total") == 1);
            MovedClock.move(Duration.ZERO);
            everything(gateway);
            assertThat(captured.sentTo(gateway)).isEqualTo(200);
            assertThat(another.sentTo(gateway)).isEqualTo(200);
            assertThat(LedgerRows.count(gateway))
                    .as("nothing came twice, and the ancient one is forgotten")
                    .isEqualTo(3);
        }
    }

    @Test
    void whatWasErasedDoesNotComeBackWithACapturedRequest() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of(), MovedClock.class)) {
            Captured captured = Captured.of(gateway, ONE);
            assertThat(captured.sentTo(gateway)).isEqualTo(200);
            gateway.post(
                    "erase",
                    Map.of("object", "83d83ec2-d2ca-49ff-bbea-b92b5c3be202", "dryRun", false),
                    WorkProgress.class);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !gateway.get("erase", WorkProgress.class).running());
            assertThat(everything(gateway)).isZero();
            MovedClock.move(Duration.ofDays(10));
            assertThat(captured.sentTo(gateway)).isEqualTo(200);
            assertThat(everything(gateway)).isZero();
        }
    }

    @Test
    void aNarrowWindowRefusesWhatIsOlder() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.signature.window", "10m"), MovedClock.class)) {
            Captured captured = Captured.of(gateway, ONE);
            MovedClock.move(Duration.ofMinutes(9));
            assertThat(captured.sentTo(gateway)).isEqualTo(200);
            MovedClock.move(Duration.ofMinutes(11));
            assertThat(captured.sentTo(gateway)).isEqualTo(401);
            assertThat(everything(gateway)).isEqualTo(1);
        }
    }

    /** How many messages there are, in all queues; they are taken. */
    private static int everything(TestGateway gateway) throws Exception {
        return Channels.drain(gateway.brokerUrl()).values().stream()
                .mapToInt(List::size)
                .sum();
    }
}

package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.testing.Typed;

/** Is Upvest blocked, and does anything else need attention? */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
class StatusTest {
    private static final Path SAMPLES = Path.of("samples/published");

    @Test
    void isWellUntilSomethingIsRefusedOrGoesWrong() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            post(gateway, "user-created.json");
            Typed well = Typed.type(gateway, "status");
            boolean scarce = well.out().contains("has less than 15 % free"); // of the machine that tests
            assertThat(well.code()).as(well.out()).isEqualTo(scarce ? 1 : 0);
            assertThat(well.out())
                    .contains("accepting     yes\n", "blocked       no\n", "last refusal  none since the start\n")
                    .containsPattern("last 200      \\d+ s ago, subscription \\S+\n")
                    .containsPattern("upvest.users +1 +\\d+ s +0\n")
                    .containsPattern("ledger        1 events, \\d+\\.\\d MB\n")
                    .contains(scarce ? "attention     the disk below " : "attention     nothing\n");

            post(gateway, "two-bad-among-five.json");
            late(gateway);
            refuse(gateway, Deliverer.Signed.FORGED);
            Typed ill = Typed.type(gateway, "status");
            assertThat(ill.code()).isEqualTo(1);
            assertThat(ill.out())
                    .contains("accepting     yes\n")
                    .containsPattern("blocked       yes: a delivery was answered 401 \\w+, once at \\S+Z, and not 200")
                    .containsPattern("last refusal  \\d+ s ago: 401 ")
                    .contains("refused       1 x 401 DIGEST_MISMATCH, since the start\n")
                    .containsPattern(
                            "late          1 taken since the start, the last \\d+ s ago, signed 1\\d min before\n")
                    .containsPattern("upvest.invalid +1 +\\d+ s +0  1 x \\(root\\): required object\n")
                    .contains("upvest.invalid holds 1 message\n");
        }
    }

    @Test
    void knowsWhetherTheRefusedRequestWasAcceptedLater() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            String body = FreshIds.of(Files.readString(SAMPLES.resolve("user-created.json")));
            EmbeddedBroker broker = gateway.bean(EmbeddedBroker.class);
            broker.stop();
            assertThat(Deliverer.post(gateway.url(), body).statusCode()).isEqualTo(503);
            GatewayStatus status = gateway.status();
            assertThat(status.accepting()).isFalse();
            assertThat(status.blockedBecause()).startsWith("the broker cannot be asked");
            broker.start();
            post(gateway, "user-created.json");
            Typed open = Typed.type(gateway, "status");
            assertThat(open.out()).contains("blocked       yes: a delivery was answered 503 NOT_STORED");
            assertThat(Deliverer.post(gateway.url(), body).statusCode()).isEqualTo(200);
            assertThat(Typed.type(gateway, "status", "--json").out()).contains("\"blocked\" : false");
        }
    }

    @Test
    void saysThatTheLedgerCannotBeAsked() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("ledger", "postgres"))) {
            gateway.ledgerLine().cut();
            GatewayStatus status = gateway.status();
            assertThat(status.blocked()).as("deliveries are stored without it").isFalse();
            assertThat(status.attention())
                    .anySatisfy(line -> assertThat(line).startsWith("the ledger cannot be asked"));
        }
    }

    private static void post(TestGateway gateway, String sample) throws IOException {
        String body = FreshIds.of(Files.readString(SAMPLES.resolve(sample)));
        assertThat(Deliverer.post(gateway.url(), body).statusCode()).isEqualTo(200);
    }

    private static void late(TestGateway gateway) throws IOException {
        byte[] body = FreshIds.of(Files.readString(SAMPLES.resolve("user-created.json")))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(Deliverer.send(gateway.url(), "POST", body, Deliverer.Signed.LATE, false, Map.of())
                        .statusCode())
                .isEqualTo(200);
    }

    private static void refuse(TestGateway gateway, Deliverer.Signed signed) {
        byte[] body = "{\"payload\":[]}".getBytes(StandardCharsets.UTF_8);
        assertThat(Deliverer.send(gateway.url(), "POST", body, signed, false, Map.of())
                        .statusCode())
                .isEqualTo(401);
    }
}

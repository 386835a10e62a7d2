package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.MovedClock;
import upvest.gateway.testing.TestGateway;

/** The clock of the machine jumps: signatures are judged by it, and nothing else is. */
class ClockJumpTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateway.start(Map.of(), MovedClock.class);
    }

    @AfterEach
    void putRight() {
        MovedClock.move(Duration.ZERO);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"PT1H, 200", "P30D, 200", "P3650D, 401", "-PT4M, 200", "-PT1H, 401"})
    void refusesOnlyWhatIsThenOlderThanTheLedgerOrInTheFuture(Duration jump, int answer) throws Exception {
        assertThat(post(delivery())).isEqualTo(200);
        MovedClock.move(jump);
        String doubtful = delivery();
        assertThat(post(doubtful)).as("signed by the right time").isEqualTo(answer);
        assertThat(Deliverer.postAt(MovedClock.clock(), gateway.url(), delivery())
                        .statusCode())
                .as("signed by the same wrong time")
                .isEqualTo(200);
        MovedClock.move(Duration.ZERO);
        assertThat(post(doubtful)).as("the clock is right again").isEqualTo(200);
        assertThat(Channels.drain(gateway.brokerUrl(), "users")).hasSize(3);
    }

    private static String delivery() throws IOException {
        return FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
    }

    private static int post(String delivery) {
        return Deliverer.post(gateway.url(), delivery).statusCode();
    }
}

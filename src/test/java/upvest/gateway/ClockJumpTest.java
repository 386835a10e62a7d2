package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** The clock of the machine jumps: signatures are judged by it, and nothing else is. */
class ClockJumpTest {
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);
    private static final Clock JUMPING =
            ((InstantSource) () -> Instant.now().plus(AHEAD.get())).withZone(ZoneOffset.UTC);

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = TestGateway.start(Map.of(), JumpingClock.class);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "-PT1H", "P3650D"})
    void refusesSignaturesWhileItIsWrongAndTakesDeliveriesOtherwise(Duration jump) throws Exception {
        assertThat(post(delivery())).isEqualTo(200);
        AHEAD.set(jump);
        String refused = delivery();
        assertThat(post(refused)).as("signed by the right time").isEqualTo(401);
        assertThat(Deliverer.postAt(JUMPING, gateway.url(), delivery()).statusCode())
                .as("signed by the same wrong time")
                .isEqualTo(200);
        AHEAD.set(Duration.ZERO);
        assertThat(post(refused)).as("the clock is right again").isEqualTo(200);
        assertThat(Channels.drain(gateway.brokerUrl(), "users")).hasSize(3);
    }

    private static String delivery() throws IOException {
        return FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
    }

    private static int post(String delivery) {
        return Deliverer.post(gateway.url(), delivery).statusCode();
    }

    @Configuration(proxyBeanMethods = false)
    static class JumpingClock {
        @Bean
        @Primary
        Clock jumping() {
            return JUMPING;
        }
    }
}

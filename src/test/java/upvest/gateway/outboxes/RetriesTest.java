package upvest.gateway.outboxes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When an outbox is tried again, as Camel does it. */
class RetriesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void pausesGrowToTheLongestUntilTheLastAttempt() {
        Retries retries = new Retries(120, SECOND, 2, MINUTE);
        assertThat(retries.after(1)).isEqualTo(SECOND);
        assertThat(retries.after(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(retries.after(7)).isEqualTo(MINUTE);
        assertThat(retries.after(120)).isEqualTo(MINUTE);
        assertThat(retries.after(121)).isNull();
    }

    @Test
    void aNegativeNumberIsForEver() {
        assertThat(new Retries(-1, SECOND, 1, MINUTE).after(1_000_000)).isEqualTo(SECOND);
    }
}

package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private final AtomicLong now = new AtomicLong();
    private final FailedLogins failedLogins = new FailedLogins(now::get);

    @Test
    void afterSomeWrongPasswordsOneMoreIsLookedAtEveryFewSeconds() {
        for (int i = 0; i < FailedLogins.FREE; i++) {
            assertThat(failedLogins.mayTry("a")).isTrue();
            failedLogins.wrong("a");
        }
        assertThat(failedLogins.mayTry("a")).isFalse();
        assertThat(failedLogins.mayTry("b")).as("another address").isTrue();
        pass(FailedLogins.PAUSE);
        assertThat(failedLogins.mayTry("a")).isTrue();
        failedLogins.wrong("a");
        assertThat(failedLogins.mayTry("a")).isFalse();
    }

    @Test
    void aRightOneAndALongRestAreANewBeginning() {
        guessAll("a");
        failedLogins.right("a");
        failedLogins.wrong("a");
        assertThat(failedLogins.mayTry("a")).isTrue();
        guessAll("b");
        pass(Duration.ofMinutes(10));
        assertThat(failedLogins.mayTry("b")).isTrue();
        failedLogins.wrong("b");
        assertThat(failedLogins.mayTry("b")).isTrue();
    }

    private void guessAll(String address) {
        for (int i = 0; i < FailedLogins.FREE; i++) {
            failedLogins.wrong(address);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}

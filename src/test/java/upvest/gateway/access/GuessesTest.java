package upvest.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private final AtomicLong now = new AtomicLong();
    private final Guesses guesses = new Guesses(now::get);

    @Test
    void afterSomeWrongPasswordsOneMoreIsLookedAtEveryFewSeconds() {
        for (int i = 0; i < Guesses.FREE; i++) {
            assertThat(guesses.mayTry("a")).isTrue();
            guesses.wrong("a");
        }
        assertThat(guesses.mayTry("a")).isFalse();
        assertThat(guesses.mayTry("b")).as("another address").isTrue();
        pass(Guesses.PAUSE);
        assertThat(guesses.mayTry("a")).isTrue();
        guesses.wrong("a");
        assertThat(guesses.mayTry("a")).isFalse();
    }

    @Test
    void aRightOneAndALongRestAreANewBeginning() {
        guessAll("a");
        guesses.right("a");
        guesses.wrong("a");
        assertThat(guesses.mayTry("a")).isTrue();
        guessAll("b");
        pass(Duration.ofMinutes(10));
        assertThat(guesses.mayTry("b")).isTrue();
        guesses.wrong("b");
        assertThat(guesses.mayTry("b")).isTrue();
    }

    private void guessAll(String address) {
        for (int i = 0; i < Guesses.FREE; i++) {
            guesses.wrong(address);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}

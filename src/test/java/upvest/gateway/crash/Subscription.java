package upvest.gateway.crash;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import upvest.gateway.testing.Deliverer;

/**
 * One subscription as Upvest serves it: one delivery at a time, the whole request again until the answer is 200, with a
 * fresh signature and growing pauses, a tenth of Upvest's.
 */
final class Subscription implements Runnable {
    private static final int[] PAUSES = {100, 200, 300, 500, 800, 1300}; // milliseconds

    private final Upvest upvest;
    private final Mix mix;
    private final Random random;
    private final Lock turn;
    private final List<Event> sent = new ArrayList<>();
    private Mix.Made last;

    Subscription(Upvest upvest, Mix mix, Random random, Lock turn) {
        this.random = random;
        this.upvest = upvest;
        this.mix = mix;
        this.turn = turn;
    }

    @Override
    public void run() {
        try {
            while (upvest.goesOn()) {
                turn.lock(); // held until the answer is 200: a pause finds nothing on its way
                try {
                    if (upvest.goesOn()) {
                        Mix.Made delivery = mix.next();
                        sent.addAll(delivery.fresh());
                        deliver(delivery.body());
                        if (last != null && random.nextInt(12) == 0) {
                            deliver(last.body());
                        }
                        last = delivery;
                    }
                } finally {
                    turn.unlock();
                }
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            upvest.failed(e);
        }
    }

    private void deliver(String body) throws InterruptedException {
        for (int attempt = 0; !accepted(body, attempt); attempt++) {
            TimeUnit.MILLISECONDS.sleep(PAUSES[Math.min(attempt, PAUSES.length - 1)]); // as the sender does
            if (!upvest.goesOn()) {
                throw new InterruptedException("stopped with a delivery that was not accepted");
            }
        }
    }

    private boolean accepted(String body, int attempt) {
        URI url = upvest.address(attempt);
        if (url == null) {
            return false;
        }
        int answer;
        try {
            answer = Deliverer.post(url, body).statusCode();
        } catch (UncheckedIOException e) {
            upvest.unanswered();
            return false;
        }
        if (answer != 200 && answer != 503) {
            throw new AssertionError("a delivery was answered " + answer + " by " + url);
        }
        upvest.answered(answer == 200);
        return answer == 200;
    }

    /** What was sent since the last time, in order, each event once. Only while paused. */
    List<Event> takeSent() {
        List<Event> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}

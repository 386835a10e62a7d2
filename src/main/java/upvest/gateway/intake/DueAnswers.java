package upvest.gateway.intake;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import upvest.gateway.Background;

/**
 * Gives each delivery one answer, in time. When its thread has waited so long for something, whatever that is, the answer
 * is 503 and is written from here; the thread comes back when its own wait is bounded to end, and what it says then is
 * logged only. Time in which the thread works does not count: a large delivery on a slow machine is not stuck.
 */
final class DueAnswers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.answers");
    private static final int LOOKS = 20;
    private static final int BYTES_A_SECOND = 1024 * 1024;
    /** A thread that takes this part of the time works, one that polls for the end of its wait takes less. */
    private static final int WORKING = 50;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Answers answers;
    private final Duration longest;
    private final Set<Answer> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Background.worker("due-answers");

    /** @param longest wait before an answer; a second more for each MB of the delivery */
    DueAnswers(Answers answers, Duration longest) {
        this.answers = answers;
        this.longest = longest;
        long pause = longest.dividedBy(LOOKS).toMillis();
        var unused = clock.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** @param bytes how long the delivery is */
    Answer expect(HttpServletResponse response, RequestKey request, int bytes) {
        Answer answer = new Answer(response, request, longest.toNanos() + extra(bytes));
        open.add(answer);
        return answer;
    }

    private static long extra(int bytes) {
        return TimeUnit.SECONDS.toNanos(1) * bytes / BYTES_A_SECOND;
    }

    private void look() {
        long now = System.nanoTime();
        for (Answer answer : open) {
            answer.look(now);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** The answer to one delivery: who comes first gives it. */
    final class Answer implements AutoCloseable {
        private final HttpServletResponse response;
        private final RequestKey request;
        private final long thread = Thread.currentThread().getId();
        private long patience;
        private long looked = System.nanoTime();
        private long worked = THREADS.getCurrentThreadCpuTime();
        private boolean given;

        private Answer(HttpServletResponse response, RequestKey request, long patience) {
            this.response = response;
            this.request = request;
            this.patience = patience;
        }

        private synchronized void look(long now) {
            long work = THREADS.getThreadCpuTime(thread) - worked;
            long passed = now - looked;
            if (work < passed / WORKING) {
                patience -= passed;
            }
            worked += work;
            looked = now;
            if (patience <= 0) {
                overdue();
            }
        }

        synchronized void accept() {
            if (given) {
                LOG.info("a delivery is durable after all, its answer was 503: it comes again as duplicates");
            } else {
                given = true;
                answers.accept(response, request);
            }
        }

        synchronized void refuse(HttpStatus status, String reason, String detail) throws IOException {
            if (given) {
                LOG.atWarn().addKeyValue("detail", detail).log("why the answer was late");
            } else {
                given = true;
                answers.refuse(response, request, status, reason, detail);
            }
        }

        private void overdue() {
            if (!given) {
                given = true;
                try {
                    answers.refuse(response, request, HttpStatus.SERVICE_UNAVAILABLE, "LATE", "upvest.limits.answer");
                    response.flushBuffer();
                } catch (IOException | RuntimeException e) {
                    LOG.warn("the client is gone before its answer was written", e);
                }
            }
        }

        /** Nobody writes any more: the response is the server's again. */
        @Override
        public synchronized void close() {
            given = true;
            open.remove(this);
        }
    }
}

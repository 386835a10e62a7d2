package upvest.gateway.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.delivery.ReplayDispatch;

/**
 * Takes messages from a service channel to where they belong now, in the order of the queue, some in one transaction. An
 * event goes through the trunk, a message that a consumer gave back goes to its queue, one that an outbox could not do goes
 * to that outbox. The first failure of broker or ledger ends it, so that no later event of an object overtakes an earlier
 * one.
 */
final class Replay {
    private static final int LONGEST_MARK = 300;
    private static final int MOST_TOGETHER = 50;
    /** So many that cannot be taken one after the other mean that none behind them can. */
    private static final int MOST_GONE = 150;

    /** With a rate, so many transactions in a second. */
    private static final int STEPS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    private final KeptMessages messages;
    private final ReplayDispatch replayDispatch;
    private final Audit audit;
    private final Clock clock;
    private final Destinations destinations;
    private final Counter done;
    private final Counter inVain;

    /** @param attempts after so many in vain a message is parked */
    Replay(
            KeptMessages messages,
            ReplayDispatch replayDispatch,
            Audit audit,
            Clock clock,
            int attempts,
            MeterRegistry registry) {
        this.messages = messages;
        this.replayDispatch = replayDispatch;
        this.audit = audit;
        this.clock = clock;
        this.destinations = new Destinations(replayDispatch, attempts);
        this.done = counter(registry, "done");
        this.inVain = counter(registry, "in_vain");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("upvest.replays")
                .description("Messages replayed")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Tells what it would do, and does nothing. */
    void rehearse(Request request, Progress progress) {
        Selection selection = Selection.of(request, messages, progress, destinations.new Trial(request)::told);
        selection.tell(progress);
        String ended = ClosingLine.dryRun(selection, progress, "nothing was replayed");
        progress.report("ended", ended);
        audit.add(request.action(), selection.chosen().size(), ended);
    }

    /**
     * Does it.
     *
     * @param rate at most so many in a second; 0 for as many as it can
     */
    void run(Request request, String why, int rate, Progress progress) throws InterruptedException {
        Selection selection = Selection.of(request, messages, progress, (message, said) -> List.of());
        selection.tell(progress);
        progress.plan(selection.chosen().size());
        audit.add(request.action(), selection.chosen().size(), "started");
        Map<String, Integer> counts = new TreeMap<>();
        String ended = "stopped by a failure";
        try {
            int gone = runAll(request, mark(request, why), rate, selection.chosen(), progress, counts);
            String left = "wait for a person as before" + selection.reached(gone);
            ended = ClosingLine.of(selection, progress, "replayed " + progress.doneSoFar(), left);
        } catch (RuntimeException e) {
            ended = "stopped by " + (progress.stoppedBy().isEmpty() ? "a failure" : progress.stoppedBy())
                    + ", the messages in hand stay where they were: " + e.getMessage();
            throw e;
        } finally {
            progress.report("went", counts);
            progress.report("ended", ended);
            audit.add(request.action(), progress.doneSoFar(), ended + "; " + counts);
        }
    }

    /** @return where the last one stands among the chosen that could not be taken; -1 when all could be */
    private int runAll(
            Request request,
            String mark,
            int rate,
            List<KeptMessage> chosen,
            Progress progress,
            Map<String, Integer> counts)
            throws InterruptedException {
        int most = rate == 0 ? MOST_TOGETHER : Math.max(1, Math.min(MOST_TOGETHER, rate / STEPS));
        long next = System.nanoTime();
        int gone = 0;
        int lastGone = -1;
        for (int from = 0; from < chosen.size() && progress.stoppedBy().isEmpty(); ) {
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            int to = Math.min(from + most, chosen.size());
            List<List<ReplayTarget>> went = gone < MOST_GONE
                    ? some(request, mark, chosen.subList(from, to))
                    : Collections.nCopies(to - from, List.of(ReplayTarget.GONE));
            gone = went.stream().allMatch(List.of(ReplayTarget.GONE)::equals) ? gone + went.size() : 0;
            long pause = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(went.size()) / rate;
            next = Math.max(next, System.nanoTime() - pause) + pause;
            int last = went.lastIndexOf(List.of(ReplayTarget.GONE));
            lastGone = last < 0 ? lastGone : from + last;
            from += went.size();
            went.forEach(each -> count(each, progress, counts));
        }
        return lastGone;
    }

    private void count(List<ReplayTarget> went, Progress progress, Map<String, Integer> counts) {
        boolean failed = went.stream().anyMatch(ReplayTarget::inVain);
        went.forEach(target -> counts.merge(target.words(), 1, Integer::sum));
        (failed ? inVain : done).increment();
        if (failed) {
            progress.failed();
        } else {
            progress.done();
        }
    }

    /** The first of these, at least one, in one transaction; when that fails, the first alone. */
    private List<List<ReplayTarget>> some(Request request, String mark, List<KeptMessage> next) {
        try {
            return together(request, mark, next);
        } catch (RuntimeException e) {
            if (next.size() == 1) {
                throw e;
            }
            LOG.debug("rolled back, and tried one by one", e);
            return together(request, mark, next.subList(0, 1));
        }
    }

    private List<List<ReplayTarget>> together(Request request, String mark, List<KeptMessage> next) {
        ReplayBatch turn = new ReplayBatch(next);
        if (turn.ids().isEmpty()) {
            return turn.ended();
        }
        replayDispatch.inOneTransaction(
                transaction -> messages.take(request.channel().queue(), turn.ids(), message -> {
                    KeptMessage said = turn.taken(message);
                    return turn.went(message, one(transaction, request, mark, said, message));
                }));
        return turn.ended();
    }

    private List<ReplayTarget> one(
            ReplayDispatch.Turn transaction, Request request, String mark, KeptMessage said, Message message)
            throws JMSException {
        String back = destinations.back(request, said);
        if (back != null) {
            messages.put(message, back, mark, said.attempts() + 1);
            return List.of(ReplayTarget.to(back));
        }
        return ReplayTarget.of(transaction.replay(mark, KeptMessage.kept(message)));
    }

    private String mark(Request request, String why) {
        String mark = "by " + request.action().who() + " at " + clock.instant().truncatedTo(ChronoUnit.SECONDS)
                + (why.isBlank() ? "" : ": " + why.strip());
        return mark.length() > LONGEST_MARK ? mark.substring(0, LONGEST_MARK) + "..." : mark;
    }
}

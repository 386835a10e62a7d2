package upvest.gateway.repair;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;
import upvest.gateway.audit.Audit;
import upvest.gateway.delivery.OnceMore;

/**
 * Takes messages from a service channel to where they belong now, in the order of the queue, each in one transaction. An
 * event goes through the trunk, a message that a consumer gave back goes to its queue, one that an outbox could not do goes
 * to that outbox. The first failure of broker or ledger ends it, so that no later event of an object overtakes an earlier
 * one.
 */
final class Replay {
    private static final int LONGEST_MARK = 300;

    private final KeptMessages messages;
    private final OnceMore onceMore;
    private final TransactionOperations broker;
    private final Audit audit;
    private final Clock clock;
    private final int attempts;
    private final Counter done;
    private final Counter inVain;

    /** @param attempts after so many in vain a message is parked */
    Replay(
            KeptMessages messages,
            OnceMore onceMore,
            TransactionOperations broker,
            Audit audit,
            Clock clock,
            int attempts,
            MeterRegistry registry) {
        this.messages = messages;
        this.onceMore = onceMore;
        this.broker = broker;
        this.audit = audit;
        this.clock = clock;
        this.attempts = attempts;
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
        Selection selection = Selection.of(request, messages, (message, said) -> targets(request, message, said));
        selection.tell(request, progress);
        audit.add(request.action(), selection.chosen().size(), "nothing was replayed");
        progress.report("ended", "nothing was replayed");
    }

    private List<String> targets(Request request, Message message, KeptMessage said) throws JMSException {
        return wouldGo(request, message, said).stream().map(Went::words).toList();
    }

    private List<Went> wouldGo(Request request, Message message, KeptMessage said) throws JMSException {
        String back = back(request, said);
        if (back != null) {
            return List.of(Went.to(back));
        }
        if (!said.ours()) {
            return List.of(Went.FOREIGN);
        }
        try {
            return Went.of(onceMore.rehearse(KeptMessage.kept(message)));
        } catch (IllegalStateException e) {
            return List.of(Went.nowhere(String.valueOf(e.getMessage())));
        }
    }

    /** The one queue that it goes to, without its routes; null when these decide. */
    private @Nullable String back(Request request, KeptMessage said) {
        boolean enough = said.attempts() >= attempts && request.channel() != ServiceChannel.PARKED;
        return said.back() != null && enough ? ServiceChannel.PARKED.queue() : said.back();
    }

    /**
     * Does it.
     *
     * @param rate at most so many in a second; 0 for as many as it can
     */
    void run(Request request, String why, int rate, Progress progress) throws InterruptedException {
        Selection selection = Selection.of(request, messages, (message, said) -> List.of());
        selection.tell(request, progress);
        progress.plan(selection.chosen().size());
        audit.add(request.action(), selection.chosen().size(), "started");
        Map<String, Integer> counts = new TreeMap<>();
        String ended = "stopped by a failure";
        try {
            ended = runAll(request, mark(request, why), rate, selection.chosen(), progress, counts);
        } catch (RuntimeException e) {
            ended = "stopped by a failure, the message in hand stays where it was: " + e.getMessage();
            throw e;
        } finally {
            progress.report("went", counts);
            progress.report("ended", ended);
            audit.add(request.action(), progress.doneSoFar(), ended + "; " + counts);
        }
    }

    private String runAll(
            Request request,
            String mark,
            int rate,
            List<KeptMessage> chosen,
            Progress progress,
            Map<String, Integer> counts)
            throws InterruptedException {
        long next = System.nanoTime();
        for (KeptMessage message : chosen) {
            if (!progress.stoppedBy().isEmpty()) {
                return "stopped by " + progress.stoppedBy();
            }
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            next = Math.max(next, System.nanoTime()) + (rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate);
            List<Went> went = one(request, mark, message);
            boolean failed = went.stream().anyMatch(Went::inVain);
            went.forEach(target -> counts.merge(target.words(), 1, Integer::sum));
            (failed ? inVain : done).increment();
            if (failed) {
                progress.failed();
            } else {
                progress.done();
            }
        }
        return "all of it";
    }

    private List<Went> one(Request request, String mark, KeptMessage said) {
        String queue = request.channel().queue();
        String back = back(request, said);
        if (back != null) {
            boolean taken = Boolean.TRUE.equals(broker.execute(status -> messages.take(queue, said.id(), message -> {
                messages.put(message, back, mark, said.attempts() + 1);
                return true;
            })));
            return List.of(taken ? Went.to(back) : Went.GONE);
        }
        if (!said.ours()) {
            return List.of(Went.FOREIGN);
        }
        return Went.of(onceMore.replay(mark, () -> messages.take(queue, said.id(), KeptMessage::kept)));
    }

    private String mark(Request request, String why) {
        String mark = "by " + request.action().who() + " at " + clock.instant().truncatedTo(ChronoUnit.SECONDS)
                + (why.isBlank() ? "" : ": " + why.strip());
        return mark.length() > LONGEST_MARK ? mark.substring(0, LONGEST_MARK) + "..." : mark;
    }
}

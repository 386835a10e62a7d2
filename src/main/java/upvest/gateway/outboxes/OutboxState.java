package upvest.gateway.outboxes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import upvest.gateway.LinesAMinute;
import upvest.gateway.broker.Queues;

/** Which outboxes fail now: since when, how often, why, and when each is tried again. */
@Component
public final class OutboxState {
    private static final Logger LOG = LoggerFactory.getLogger("upvest.gateway.outboxes");

    /** So long after an attempt should have come. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final Clock clock;
    private final MeterRegistry registry;
    private final LinesAMinute lines = new LinesAMinute(1, System::nanoTime);
    private final SortedMap<String, Trouble> failing = new TreeMap<>();
    private final Set<String> known = new HashSet<>();

    /** @param step the one that fails */
    private record Trouble(String step, Instant since, int attempts, Instant last, @Nullable Instant next, String why) {

        /** Not when nobody has tried for long: the outbox is empty, paused or gone. */
        boolean lasts(Instant now) {
            return now.isBefore((next == null ? last : next).plus(FORGOTTEN));
        }
    }

    OutboxState(Clock clock, MeterRegistry registry) {
        this.clock = clock;
        this.registry = registry;
    }

    /** There is such an outbox. */
    synchronized void outbox(String channel) {
        if (!known.add(channel)) {
            return;
        }
        Gauge.builder("upvest.outbox.failed.attempts", this, state -> state.attempts(channel))
                .description("Attempts that failed since the outbox has last worked")
                .tag("channel", channel)
                .strongReference(true)
                .register(registry);
    }

    /**
     * A step of an outbox has failed.
     *
     * @param channel the outbox, without the prefix of its queue
     * @param step its name, and where it stands
     * @param again the pause before the next attempt; null when the broker decides it
     */
    synchronized void failed(String channel, String step, @Nullable Duration again, String why) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Trouble before = failing.get(channel);
        Trouble trouble = new Trouble(
                step,
                before == null ? now : before.since,
                before == null ? 1 : before.attempts + 1,
                now,
                again == null ? null : now.plus(again),
                why);
        failing.put(channel, trouble);
        lines.log(
                channel,
                () -> LOG.atWarn()
                        .addKeyValue("outbox", Queues.PREFIX + channel)
                        .addKeyValue("step", step)
                        .addKeyValue("since", trouble.since)
                        .addKeyValue("attempts", trouble.attempts)
                        .addKeyValue("next", trouble.next)
                        .addKeyValue("why", why),
                "an outbox fails");
    }

    /** A step has done its work: what it could not do before is done. */
    synchronized void worked(String channel, String step) {
        Trouble before = failing.get(channel);
        if (before != null && before.step.equals(step)) {
            ends(channel, "an outbox works again");
        }
    }

    /** No further attempt is made with a message that has failed before. */
    synchronized void givenUp(String channel) {
        ends(channel, "an outbox gives a message up");
    }

    private void ends(String channel, String text) {
        Trouble before = failing.remove(channel);
        if (before != null) {
            LOG.atInfo()
                    .addKeyValue("outbox", Queues.PREFIX + channel)
                    .addKeyValue("since", before.since)
                    .addKeyValue("attempts", before.attempts)
                    .log(text);
        }
    }

    private synchronized int attempts(String channel) {
        Trouble trouble = failing.get(channel);
        return trouble == null || !trouble.lasts(clock.instant()) ? 0 : trouble.attempts;
    }

    /** One line for each that fails. */
    public synchronized List<String> attention() {
        return failing.entrySet().stream()
                .filter(outbox -> outbox.getValue().lasts(clock.instant()))
                .map(outbox -> told(Queues.PREFIX + outbox.getKey(), outbox.getValue()))
                .toList();
    }

    private static String told(String queue, Trouble trouble) {
        return "the outbox " + queue + " has failed since " + trouble.since + ", " + trouble.attempts
                + (trouble.attempts == 1 ? " attempt" : " attempts")
                + (trouble.next == null ? "" : ", the next at " + trouble.next)
                + ": " + trouble.step + ", " + trouble.why;
    }
}

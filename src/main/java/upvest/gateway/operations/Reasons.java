package upvest.gateway.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.Background;
import upvest.gateway.broker.Browsing;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;

/**
 * What waits in the service channels, by why it waits there. A channel is counted when somebody asks and it has changed
 * since the last count; beside everything else, since the broker answers nobody while it counts itself. Who asks gets what
 * is known by then.
 */
public final class Reasons implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reasons.class);
    /** With more messages, nobody waits for the end of a count. */
    private static final int FEW = 10_000;

    private static final Duration FOR_FEW = Duration.ofMinutes(1);
    private static final Duration FOR_THE_FIRST = Duration.ofSeconds(1);
    /** A channel that changes all the time is counted in one part of the time out of so many. */
    private static final int REST = 4;

    private final Queues queues;
    private final Browsing browsing;
    private final Clock clock;
    private final ScheduledExecutorService worker = Background.worker("reasons");
    private final Map<ServiceChannel, ReasonCount> running = new EnumMap<>(ServiceChannel.class);
    private final Map<ServiceChannel, ReasonCount> last = new EnumMap<>(ServiceChannel.class);
    private volatile boolean closed;

    Reasons(Queues queues, Browsing browsing, Clock clock) {
        this.queues = queues;
        this.browsing = browsing;
        this.clock = clock;
    }

    /**
     * Messages with the same reason.
     *
     * @param reason an exception is its name and the step alone
     * @param route the queue a consumer gave them back to; empty for what the gateway itself put there
     * @param types how many there are of each event type; the empty one is of those that have none
     */
    public record Group(String reason, String route, Map<String, Long> types) {
        @JsonProperty("messages")
        public long messages() {
            return types.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * What is known.
     *
     * @param groups the largest first
     * @param messages that wait now
     * @param looked how many of them were counted
     * @param at when the count began
     * @param counting whether another count is under way, or will be
     */
    record Counted(List<Group> groups, long messages, long looked, Instant at, boolean counting) {}

    /** What is known of a channel; of one with many messages, what was known before or so far while they are counted. */
    Counted of(ServiceChannel channel) {
        return of(channel, queues.depth(channel.queue()));
    }

    /** The same of one whose depth was just looked at. */
    public List<Group> groups(String queue, Queues.Depth depth) {
        return depth.messages() == 0
                ? List.of()
                : of(ServiceChannel.of(queue), depth).groups();
    }

    private Counted of(ServiceChannel channel, Queues.Depth depth) {
        ReasonCount before = before(channel);
        ReasonCount now = count(channel, depth);
        boolean few = depth.messages() <= FEW;
        boolean ended = now.ended(few ? FOR_FEW : before == null ? FOR_THE_FIRST : Duration.ZERO);
        if (few && ended && !now.beganAt(depth)) { // it was under way already
            now = count(channel, depth);
            ended = now.ended(FOR_FEW);
        }
        ReasonCount shown = ended || before == null ? now : before;
        return new Counted(shown.groups(), depth.messages(), shown.looked(), shown.at(), !ended || !shown.tells(depth));
    }

    private synchronized @Nullable ReasonCount before(ServiceChannel channel) {
        return last.get(channel);
    }

    private synchronized ReasonCount count(ServiceChannel channel, Queues.Depth depth) {
        ReasonCount known = last.get(channel);
        if (known != null && (known.tells(depth) || depth.messages() > FEW && known.isRecent(REST))) {
            return known;
        }
        ReasonCount begun = running.get(channel);
        if (begun == null) {
            begun = new ReasonCount(channel, depth, clock.instant());
            running.put(channel, begun);
            ReasonCount next = begun;
            worker.execute(() -> run(channel, next));
        }
        return begun;
    }

    private void run(ServiceChannel channel, ReasonCount count) {
        boolean done = false;
        try {
            count.run(browsing, () -> closed);
            done = true;
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).addKeyValue("channel", channel).log("the reasons could not be counted");
        } finally {
            ended(channel, count, done);
        }
    }

    private synchronized void ended(ServiceChannel channel, ReasonCount count, boolean done) {
        running.remove(channel);
        if (done) {
            last.put(channel, count);
        }
        count.end();
    }

    @Override
    public void close() {
        closed = true;
        worker.shutdownNow();
    }
}

package upvest.gateway.operations;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.Browsing;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;

/** One look through a service channel that counts its groups. Others may see how far it is. */
final class ReasonCount {
    /** More are not looked at: the ids of all that are seen are in memory. */
    private static final int MOST = 500_000;

    /** Whoever sends may make up as many as he likes. */
    private static final int MOST_GROUPS = 500;

    private final ServiceChannel channel;
    private final Queues.Depth before;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long begunAt = System.nanoTime();
    private final Map<WaitingGroup, Map<String, Long>> types = new HashMap<>();
    private final Instant at;
    private long looked;
    private volatile boolean whole;
    private volatile long endedAt;

    /** @param before what the channel holds as it begins */
    ReasonCount(ServiceChannel channel, Queues.Depth before, Instant at) {
        this.channel = channel;
        this.before = before;
        this.at = at;
    }

    void run(Browsing browsing, BooleanSupplier closed) {
        long seen = browsing.once(channel.queue(), () -> closed.getAsBoolean() || looked() >= MOST, this::add);
        whole = seen >= Math.min(MOST, before.messages() - before.delivering());
    }

    void end() {
        endedAt = System.nanoTime();
        ended.countDown();
    }

    private synchronized void add(Message message) throws JMSException {
        looked++;
        String type = message.getStringProperty(MessageHeaders.EVENT_TYPE);
        types.computeIfAbsent(WaitingGroup.of(message), group -> new TreeMap<>())
                .merge(type == null ? "" : type, 1L, Long::sum);
    }

    /** Waits for the end, and not for longer; tells whether it came. */
    boolean ended(Duration patience) {
        try {
            return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ended in the middle of a count", e);
        }
    }

    /** Whether the channel held as much and had given away as much when this began. */
    boolean beganAt(Queues.Depth depth) {
        return depth.messages() == before.messages()
                && depth.delivering() == before.delivering()
                && depth.acknowledged() == before.acknowledged();
    }

    /** Whether it has counted all of a channel that has not changed since. */
    boolean tells(Queues.Depth now) {
        return whole && beganAt(now);
    }

    /** Whether it ended so short a time ago, compared with the time it took, that the next one may wait. */
    boolean isRecent(int times) {
        return System.nanoTime() - endedAt < times * (endedAt - begunAt);
    }

    synchronized long looked() {
        return looked;
    }

    Instant at() {
        return at;
    }

    /** The groups that were seen so far, the largest first. */
    synchronized List<Reasons.Group> groups() {
        return types.entrySet().stream()
                .map(each -> new Reasons.Group(
                        each.getKey().reason(), each.getKey().route(), new TreeMap<>(each.getValue())))
                .sorted(Comparator.comparingLong(Reasons.Group::messages)
                        .reversed()
                        .thenComparing(Reasons.Group::reason))
                .limit(MOST_GROUPS)
                .toList();
    }
}

package upvest.gateway.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which requests were refused and have not been accepted since: what Upvest is still trying to deliver. A request is known
 * by its digest, which stays the same when it comes again.
 */
public final class Refusals {
    /** Upvest tries again after 600 s at the latest. What came no more for longer was somebody else's. */
    private static final Duration TRIED_AGAIN = Duration.ofMinutes(20);

    private static final int REMEMBERED = 100;

    private final Clock clock;
    private final Map<String, Refusal> open = new LinkedHashMap<>();
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private @Nullable Refusal last;

    Refusals(Clock clock) {
        this.clock = clock;
    }

    /**
     * A request that was refused.
     *
     * @param since when it was refused for the first time
     * @param last when it was refused most recently
     * @param answer the HTTP status
     */
    public record Refusal(Instant since, Instant last, int times, int answer, RefusalReason reason, String detail) {}

    synchronized void refused(RequestKey request, Refused refused) {
        int answer = refused.status().value();
        counts.merge(answer + " " + refused.reason(), 1L, Long::sum);
        if (refused.reason() == RefusalReason.STRANGER) {
            return;
        }
        Instant now = clock.instant();
        Refusal before = open.remove(request.text());
        Refusal refusal = new Refusal(
                before == null ? now : before.since(),
                now,
                before == null ? 1 : before.times() + 1,
                answer,
                refused.reason(),
                refused.detail());
        last = refusal;
        open.put(request.text(), refusal);
        if (open.size() > REMEMBERED) {
            open.remove(open.keySet().iterator().next());
        }
    }

    synchronized void accepted(RequestKey request) {
        open.remove(request.text());
        open.remove(RequestKey.UNSIGNED.text()); // it does sign
    }

    /** How many since the start, by answer and reason, strangers included. */
    public synchronized SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** The last one that was no stranger's; null when there was none since the start. */
    public synchronized @Nullable Refusal last() {
        return last;
    }

    /** Those that came again not long ago and were never accepted, the longest open first. */
    public synchronized List<Refusal> open() {
        Instant longAgo = clock.instant().minus(TRIED_AGAIN);
        open.values().removeIf(refusal -> refusal.last().isBefore(longAgo));
        return open.values().stream()
                .sorted(Comparator.comparing(Refusal::since))
                .toList();
    }
}

package upvest.gateway.operations;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.delivery.ReplayDispatch;

/**
 * Where a replayed message went, or would go.
 *
 * @param words the channels, and why if these are not those of a domain
 * @param inVain whether it waits for a person as before
 */
record ReplayTarget(String words, boolean inVain) {
    static final ReplayTarget GONE = new ReplayTarget(
            "not taken: a consumer has it, its channel is paused, or it is behind too many others", true);
    private static final ReplayTarget SEEN = new ReplayTarget("dropped: seen before", false);

    static ReplayTarget nowhere(String why) {
        return new ReplayTarget("nowhere: " + why, true);
    }

    static ReplayTarget to(String queue) {
        return to(List.of(queue), null);
    }

    /** One for each event. */
    static List<ReplayTarget> of(ReplayDispatch.Ended ended) {
        if (ended.channels().isEmpty()) {
            return List.of(SEEN);
        }
        return ended.channels().values().stream()
                .map(queues -> to(queues, ended.failure()))
                .toList();
    }

    private static ReplayTarget to(Collection<String> queues, @Nullable String failure) {
        String names = queues.stream().map(Queues::channel).collect(Collectors.joining(", "));
        boolean inVain = queues.stream().anyMatch(ServiceChannel.queues()::contains);
        return new ReplayTarget(inVain && failure != null ? names + ": " + failure : names, inVain);
    }
}

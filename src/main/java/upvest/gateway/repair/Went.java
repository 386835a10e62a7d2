package upvest.gateway.repair;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.OnceMore;

/**
 * Where a replayed message went, or would go.
 *
 * @param words the channels, and why if these are not those of a domain
 * @param inVain whether it waits for a person as before
 */
record Went(String words, boolean inVain) {
    static final Went GONE =
            new Went("not taken: a consumer has it, its channel is paused, or it stands behind too many others", true);
    private static final Went SEEN = new Went("dropped: seen before", false);

    static Went nowhere(String why) {
        return new Went("nowhere: " + why, true);
    }

    static Went to(String queue) {
        return to(List.of(queue), null);
    }

    /** One for each event. */
    static List<Went> of(OnceMore.Ended ended) {
        if (ended.channels().isEmpty()) {
            return List.of(SEEN);
        }
        return ended.channels().values().stream()
                .map(queues -> to(queues, ended.failure()))
                .toList();
    }

    private static Went to(Collection<String> queues, @Nullable String failure) {
        String names = queues.stream().map(Queues::channel).collect(Collectors.joining(", "));
        boolean inVain = queues.stream().anyMatch(ServiceChannel.queues()::contains);
        return new Went(inVain && failure != null ? names + ": " + failure : names, inVain);
    }
}

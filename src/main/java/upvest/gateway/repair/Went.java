package upvest.gateway.repair;

import java.util.List;
import java.util.stream.Collectors;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.OnceMore;

/** Where a replayed message went, or would go, in words: the channels, and why if these are not those of a domain. */
final class Went {
    static final String NOWHERE = "nowhere: ";
    static final String FOREIGN = NOWHERE + "the gateway did not put it there";
    static final String GONE = "not taken: a consumer has it, or it stands behind too many others on disk";
    private static final String SEEN = "dropped: seen before";

    private Went() {}

    /** One for each event. */
    static List<String> words(OnceMore.Ended ended) {
        if (!ended.taken()) {
            return List.of(GONE);
        }
        if (ended.channels().isEmpty()) {
            return List.of(SEEN);
        }
        return ended.channels().values().stream()
                .map(queues -> queues.stream().map(Queues::channel).collect(Collectors.joining(", ")))
                .map(names -> inVain(names) && ended.failure() != null ? names + ": " + ended.failure() : names)
                .toList();
    }

    /** Whether it waits for a person as before. */
    static boolean inVain(String words) {
        String first = words.split("[,:]", 2)[0];
        return words.startsWith(NOWHERE)
                || words.equals(GONE)
                || ServiceChannel.queues().contains(Queues.PREFIX + first);
    }
}

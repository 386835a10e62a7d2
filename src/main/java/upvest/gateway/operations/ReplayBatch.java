package upvest.gateway.operations;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Messages that are replayed in one transaction: where each that was taken went. Bounded in what it holds. */
final class ReplayBatch {
    /** Characters or bytes of messages, not much more. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final List<KeptMessage> meant;
    private final Map<String, KeptMessage> ours = new LinkedHashMap<>();
    private final Map<String, List<ReplayTarget>> went = new HashMap<>();
    private int bytes;
    private String last = "";
    private boolean full;

    ReplayBatch(List<KeptMessage> meant) {
        this.meant = meant;
        meant.stream().filter(message -> message.nowhere() == null).forEach(message -> ours.put(message.id(), message));
    }

    /** Of those that can be taken: what belongs nowhere stays. */
    List<String> ids() {
        return List.copyOf(ours.keySet());
    }

    KeptMessage taken(Message message) throws JMSException {
        last = String.valueOf(message.getJMSMessageID());
        return Objects.requireNonNull(ours.get(last));
    }

    /** Notes where it went; returns whether there is room for the next one. */
    boolean went(Message message, List<ReplayTarget> where) throws JMSException {
        went.put(last, where);
        Object body = KeptMessage.body(message);
        bytes += body instanceof byte[] some ? some.length : body.toString().length();
        full = bytes >= MOST_BYTES;
        return !full;
    }

    /** What became of the first of those that were meant: of all, or of those up to the last one that had room. */
    List<List<ReplayTarget>> ended() {
        List<List<ReplayTarget>> ended = new ArrayList<>();
        for (KeptMessage message : meant) {
            ReplayTarget otherwise =
                    message.nowhere() == null ? ReplayTarget.GONE : ReplayTarget.nowhere(message.nowhere());
            ended.add(went.getOrDefault(message.id(), List.of(otherwise)));
            if (full && message.id().equals(last)) {
                break;
            }
        }
        return ended;
    }
}

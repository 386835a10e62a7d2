package upvest.gateway.operations;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import upvest.gateway.broker.Browsing;

/** What a request means among what waits in its channel: found by looking, in the queue's order. */
final class Selection {
    private static final int EXAMPLES = 5;
    private static final int MOST_REASONS = 100;

    private final Request request;
    private final List<KeptMessage> chosen = new ArrayList<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> targets = new TreeMap<>();
    private final List<Map<String, String>> examples = new ArrayList<>();
    private final KnownTypes knownTypes = new KnownTypes();
    private Browsing.Looked looked = new Browsing.Looked(0, 0);
    private final List<Integer> places = new ArrayList<>();
    private int seen;
    private int matching;

    /** Where a message would go, in words; several when it is a delivery of several events. */
    @FunctionalInterface
    interface Targets {
        List<String> of(Message message, KeptMessage said) throws JMSException;
    }

    private Selection(Request request) {
        this.request = request;
    }

    static Selection of(Request request, KeptMessages messages, Progress progress, Targets targets) {
        Selection selection = new Selection(request);
        selection.looked = messages.look(
                request.channel().queue(), progress, (message, said) -> selection.see(targets, message, said));
        return selection;
    }

    private void see(Targets wanted, Message message, KeptMessage said) throws JMSException {
        knownTypes.add(said);
        seen++;
        if (!request.filter().fits(said)) {
            return;
        }
        matching++;
        if (chosen.size() == request.limit()) {
            return;
        }
        chosen.add(said);
        places.add(seen);
        reasons.merge(reason(said.failure()), 1, Integer::sum);
        List<String> goes = wanted.of(message, said);
        goes.forEach(target -> targets.merge(target, 1, Integer::sum));
        if (examples.size() < EXAMPLES) {
            examples.add(example(said, goes));
        }
    }

    /** As it is; where each has words of its own, as its group is called. */
    private String reason(String failure) {
        boolean whole = !failure.isEmpty() && (reasons.size() < MOST_REASONS || reasons.containsKey(failure));
        return whole ? failure : WaitingGroup.told(failure);
    }

    private static Map<String, String> example(KeptMessage said, List<String> goes) {
        Map<String, String> example = new LinkedHashMap<>();
        example.put("event", said.eventId());
        example.put("type", said.type().isEmpty() ? "no type" : said.type());
        example.put("failedAt", said.failedAt().toString());
        example.put("from", said.from());
        example.put("failure", said.failure());
        example.put("attempts", Integer.toString(said.attempts()));
        example.put("target", String.join("; ", goes));
        return example;
    }

    /** The messages that are meant, in the queue's order, at most as many as the limit says. */
    List<KeptMessage> chosen() {
        return chosen;
    }

    /**
     * How one of them is reached that is there and could not be taken.
     *
     * @param index in {@link #chosen}; negative: all were taken, and the answer is empty
     */
    String reached(int index) {
        return index < 0
                ? ""
                : "; where no consumer has what was not taken and nothing is paused, it is too deep in the queue: --all --limit "
                        + places.get(index) + " replays the queue from its front up to it";
    }

    /** Why nothing is meant although something was asked for; empty otherwise. */
    String nothing() {
        return matching > 0 || request.filter().isAll() ? "" : knownTypes.without(request);
    }

    /** What nobody could look at; empty when that is nothing. */
    String unseen() {
        return looked.unseen() == 0
                ? ""
                : looked.unseen() + " could not be looked at: consumers have them, or the broker did not show them";
    }

    /** What else is meant or may be: behind the limit, or where nobody can look; empty when that is nothing. */
    String more() {
        List<String> more = new ArrayList<>();
        if (matching > chosen.size()) {
            more.add((matching - chosen.size()) + " more match, the limit was " + request.limit());
        }
        more.add(unseen());
        more.removeIf(String::isEmpty);
        return String.join("; ", more);
    }

    void tell(Progress progress) {
        progress.report("channel", request.channel().queue());
        progress.report("dryRun", request.action().dryRun());
        progress.report("by", request.action().who());
        progress.report("waiting", (int) looked.messages());
        progress.report("notLookedAt", looked.unseen());
        progress.report("matching", matching);
        progress.report("chosen", chosen.size());
        progress.report("reasons", reasons);
        if (!targets.isEmpty()) {
            progress.report("targets", targets);
        }
        progress.report("examples", examples);
    }
}

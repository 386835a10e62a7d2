package upvest.gateway.repair;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a request means among what waits in its channel: found by looking, in the queue's order. */
final class Selection {
    private static final int EXAMPLES = 5;

    private final List<KeptMessage> chosen = new ArrayList<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> targets = new TreeMap<>();
    private final List<Map<String, String>> examples = new ArrayList<>();
    private int waiting;
    private int matching;

    /** Where a message would go, in words; several when it is a delivery of several events. */
    @FunctionalInterface
    interface Targets {
        List<String> of(Message message, KeptMessage said) throws JMSException;
    }

    private Selection() {}

    static Selection of(Request request, KeptMessages messages, Targets targets) {
        Selection selection = new Selection();
        messages.look(request.channel().queue(), (message, said) -> selection.see(request, targets, message, said));
        return selection;
    }

    private void see(Request request, Targets wanted, Message message, KeptMessage said) throws JMSException {
        waiting++;
        if (!request.filter().fits(said)) {
            return;
        }
        matching++;
        if (chosen.size() == request.limit()) {
            return;
        }
        chosen.add(said);
        reasons.merge(said.failure().isEmpty() ? "no reason given" : said.failure(), 1, Integer::sum);
        List<String> goes = wanted.of(message, said);
        goes.forEach(target -> targets.merge(target, 1, Integer::sum));
        if (examples.size() < EXAMPLES) {
            examples.add(example(said, goes));
        }
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

    void tell(Request request, Progress progress) {
        progress.report("channel", request.channel().queue());
        progress.report("dryRun", request.action().dryRun());
        progress.report("by", request.action().who());
        progress.report("waiting", waiting);
        progress.report("matching", matching);
        progress.report("chosen", chosen.size());
        progress.report("reasons", reasons);
        if (!targets.isEmpty()) {
            progress.report("targets", targets);
        }
        progress.report("examples", examples);
    }
}

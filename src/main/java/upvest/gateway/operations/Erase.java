package upvest.gateway.operations;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.ledger.Corrections;

/**
 * Removes everything that names one object: messages in the gateway's queues, files, recorded deliveries; in the ledger
 * the id is taken out of its rows. Reports what it found and where, and what it could not look at.
 */
final class Erase {
    private final Queues queues;
    private final KeptMessages messages;
    private final Corrections ledger;
    private final Map<String, NamingFiles> folders = new TreeMap<>();
    private final Audit audit;
    private final Clock clock;

    /** @param folders what may name objects, by what is in it */
    Erase(
            Queues queues,
            KeptMessages messages,
            Corrections ledger,
            Map<String, Path> folders,
            Audit audit,
            Clock clock) {
        this.queues = queues;
        this.messages = messages;
        this.ledger = ledger;
        folders.forEach((what, folder) -> this.folders.put(what, new NamingFiles(folder)));
        this.audit = audit;
        this.clock = clock;
    }

    /** @param dryRun whether to tell only, and remove nothing */
    void run(ObjectId object, String by, String why, boolean dryRun, Progress progress) throws IOException {
        String arguments = Action.joined(List.of("object=" + object.hash(), why.isBlank() ? "" : "why='" + why + "'"));
        Action action = new Action(by, "erase", arguments, dryRun);
        progress.report("object", object.text());
        progress.report("dryRun", dryRun);
        progress.report("by", action.who());
        progress.report("at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        progress.report("complete", false);
        if (!dryRun) {
            audit.add(action, 0, "started");
        }
        String ended = "stopped by a failure: not all is known";
        try {
            String how = "erased by " + action.who() + " at " + clock.instant().truncatedTo(ChronoUnit.SECONDS);
            boolean all = inQueues(object, dryRun ? null : how, progress);
            inFiles(object, dryRun, progress);
            progress.report("ledger", dryRun ? ledger.naming(object.text()) : ledger.unname(object.text()));
            ended = ending(all, progress) + (dryRun ? ", nothing was removed" : "");
        } finally {
            progress.report("left", progress.failedSoFar());
            progress.report("ended", ended);
            audit.add(action, progress.doneSoFar(), ended);
        }
    }

    private static String ending(boolean all, Progress progress) {
        if (!progress.stoppedBy().isEmpty()) {
            return "stopped by " + progress.stoppedBy() + ": not everything was looked at";
        }
        List<String> missing = new ArrayList<>();
        if (!all) {
            missing.add("not everything was looked at: see notLookedAt");
        }
        if (progress.failedSoFar() > 0) {
            missing.add(progress.failedSoFar() + " messages are still there, or were consumed meanwhile");
        }
        progress.report("complete", missing.isEmpty());
        return missing.isEmpty() ? "everything was looked at" : String.join("; ", missing);
    }

    /**
     * Returns whether all messages were looked at.
     *
     * @param how they are removed, for the ledger; null for a dry run
     */
    private boolean inQueues(ObjectId object, @Nullable String how, Progress progress) {
        Map<String, Integer> found = new TreeMap<>();
        Map<String, Long> unseen = new TreeMap<>();
        Map<String, Queues.Depth> depths = queues.depths();
        depths.forEach((queue, depth) -> {
            if (Queues.isInbox(queue) && depth.messages() > 0) { // a delivery names others as well
                unseen.put(queue, depth.messages());
            }
        });
        for (String queue : inTheOrderOfMessages(depths)) {
            List<KeptMessage> naming = new ArrayList<>();
            long missed = look(queue, object, progress, naming);
            if (!naming.isEmpty()) {
                found.put(queue, naming.size());
            }
            if (missed > 0) {
                unseen.put(queue, missed);
            }
            remove(queue, naming, how, progress);
            if (!progress.stoppedBy().isEmpty()) {
                break;
            }
        }
        progress.report("messages", found);
        progress.report("notLookedAt", unseen);
        return unseen.isEmpty();
    }

    /** What a consumer gives up moves to a service channel: these come last, so that nothing moves behind the look. */
    private static List<String> inTheOrderOfMessages(Map<String, Queues.Depth> depths) {
        List<String> queues = new ArrayList<>(depths.keySet());
        queues.removeIf(Queues::isInbox);
        queues.removeAll(ServiceChannel.queues());
        ServiceChannel.queues().stream().filter(depths::containsKey).sorted().forEach(queues::add);
        return queues;
    }

    private void remove(String queue, List<KeptMessage> naming, @Nullable String how, Progress progress) {
        if (how == null) {
            progress.done(naming.size());
        } else {
            messages.remove(queue, naming, how, progress);
        }
    }

    /** Collects the messages that name the object; returns how many nobody could look at. */
    private long look(String queue, ObjectId object, Progress progress, List<KeptMessage> naming) {
        return messages.look(queue, progress, (message, said) -> {
                    if (object.text().equalsIgnoreCase(said.objectId()) || object.isIn(text(message))) {
                        naming.add(said);
                    }
                })
                .unseen();
    }

    private static String text(Message message) throws JMSException {
        return KeptMessage.body(message) instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : KeptMessage.body(message).toString();
    }

    private void inFiles(ObjectId object, boolean dryRun, Progress progress) throws IOException {
        for (Map.Entry<String, NamingFiles> folder : folders.entrySet()) {
            List<Path> found = folder.getValue().naming(object);
            for (Path file : found) {
                if (!dryRun) {
                    folder.getValue().remove(file);
                }
                progress.done();
            }
            progress.report(folder.getKey(), found.size());
        }
    }
}

package upvest.gateway.repair;

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
import upvest.gateway.audit.Action;
import upvest.gateway.audit.Audit;
import upvest.gateway.broker.Queues;
import upvest.gateway.ledger.Corrections;

/**
 * Removes everything that names one object: messages in the gateway's queues, files, recorded deliveries; in the ledger
 * the id is taken out of its rows. Reports what it found and where.
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
        if (!dryRun) {
            audit.add(action, 0, "started");
        }
        String ended = "stopped by a failure: not all is known";
        try {
            boolean all = inQueues(object, dryRun, progress);
            inFiles(object, dryRun, progress);
            int rows = dryRun ? ledger.naming(object.text()) : ledger.unname(object.text());
            progress.report("ledger", rows);
            ended = progress.stoppedBy().isEmpty()
                    ? (all ? "everything was looked at" : "not everything was looked at: see notLookedAt")
                            + (dryRun ? ", nothing was removed" : "")
                    : "stopped by " + progress.stoppedBy() + ": not all was looked at";
        } finally {
            progress.report("left", progress.failedSoFar());
            progress.report("ended", ended);
            audit.add(action, progress.doneSoFar(), ended + "; " + progress.failedSoFar() + " left with consumers");
        }
    }

    /** Returns whether all messages were looked at. */
    private boolean inQueues(ObjectId object, boolean dryRun, Progress progress) {
        Map<String, Integer> found = new TreeMap<>();
        Map<String, Long> unseen = new TreeMap<>();
        for (Map.Entry<String, Queues.Depth> each : queues.depths().entrySet()) {
            String queue = each.getKey();
            if (Queues.isInbox(queue)) { // a delivery names others as well
                if (each.getValue().messages() > 0) {
                    unseen.put(queue, each.getValue().messages());
                }
                continue;
            }
            List<String> ids = naming(queue, object);
            if (!ids.isEmpty()) {
                found.put(queue, ids.size());
            }
            remove(queue, ids, dryRun, progress);
            Queues.Depth depth = queues.depths().get(queue);
            if (depth != null && depth.delivering() > 0) {
                unseen.put(queue, depth.delivering());
            }
            if (!progress.stoppedBy().isEmpty()) {
                break;
            }
        }
        progress.report("messages", found);
        progress.report("notLookedAt", unseen);
        return unseen.isEmpty();
    }

    private void remove(String queue, List<String> ids, boolean dryRun, Progress progress) {
        if (dryRun) {
            progress.done(ids.size());
        } else {
            messages.remove(queue, ids, progress);
        }
    }

    private List<String> naming(String queue, ObjectId object) {
        List<String> ids = new ArrayList<>();
        messages.look(queue, (message, said) -> {
            if (object.text().equalsIgnoreCase(said.objectId()) || object.isIn(text(message))) {
                ids.add(said.id());
            }
        });
        return ids;
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

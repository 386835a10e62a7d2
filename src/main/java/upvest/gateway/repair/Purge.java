package upvest.gateway.repair;

import java.util.List;
import upvest.gateway.audit.Audit;

/** Removes messages from a service channel for good. */
final class Purge {
    private final KeptMessages messages;
    private final Audit audit;

    Purge(KeptMessages messages, Audit audit) {
        this.messages = messages;
        this.audit = audit;
    }

    /** Tells what it would remove, and removes nothing. */
    void rehearse(Request request, Progress progress) {
        Selection selection = select(request, progress);
        audit.add(request.action(), selection.chosen().size(), "nothing was removed");
        progress.report("ended", "nothing was removed");
    }

    /** Removes them, one after the other. */
    void run(Request request, Progress progress) {
        Selection selection = select(request, progress);
        progress.plan(selection.chosen().size());
        audit.add(request.action(), selection.chosen().size(), "started");
        String ended = "stopped by a failure";
        try {
            ended = removeAll(request, selection.chosen(), progress);
        } finally {
            progress.report("ended", ended);
            audit.add(request.action(), progress.doneSoFar(), ended);
        }
    }

    private Selection select(Request request, Progress progress) {
        Selection selection = Selection.of(request, messages, (message, said) -> List.of());
        selection.tell(request, progress);
        return selection;
    }

    private String removeAll(Request request, List<KeptMessage> chosen, Progress progress) {
        messages.remove(
                request.channel().queue(), chosen.stream().map(KeptMessage::id).toList(), progress);
        if (!progress.stoppedBy().isEmpty()) {
            return "stopped by " + progress.stoppedBy();
        }
        return "removed " + progress.doneSoFar() + ", not there any more " + progress.failedSoFar();
    }
}

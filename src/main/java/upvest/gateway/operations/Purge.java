package upvest.gateway.operations;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Removes messages from a service channel for good. */
final class Purge {
    private final KeptMessages messages;
    private final Audit audit;
    private final Clock clock;

    Purge(KeptMessages messages, Audit audit, Clock clock) {
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /** Tells what it would remove, and removes nothing. */
    void rehearse(Request request, Progress progress) {
        Selection selection = select(request, progress);
        String ended = ClosingLine.dryRun(selection, progress, "nothing was removed");
        progress.report("ended", ended);
        audit.add(request.action(), selection.chosen().size(), ended);
    }

    /** Removes them. */
    void run(Request request, Progress progress) {
        Selection selection = select(request, progress);
        progress.plan(selection.chosen().size());
        audit.add(request.action(), selection.chosen().size(), "started");
        String ended = "stopped by a failure";
        try {
            messages.remove(
                    request.channel().queue(),
                    selection.chosen(),
                    "purged by " + request.action().who() + " at "
                            + clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    progress);
            ended = ClosingLine.of(
                    selection, progress, "removed " + progress.doneSoFar(), "not there any more or with a consumer");
        } finally {
            progress.report("ended", ended);
            audit.add(request.action(), progress.doneSoFar(), ended);
        }
    }

    private Selection select(Request request, Progress progress) {
        Selection selection = Selection.of(request, messages, progress, (message, said) -> List.of());
        selection.tell(progress);
        return selection;
    }
}

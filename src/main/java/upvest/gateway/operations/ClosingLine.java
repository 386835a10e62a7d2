package upvest.gateway.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a piece of work on a channel ended, in one line that promises no more than was done. */
final class ClosingLine {
    private ClosingLine() {}

    /**
     * Of one that changed something. Reports {@code complete}: whether all was done that was meant.
     *
     * @param done what was done, in words
     * @param failed why some were not
     */
    static String of(Selection selection, Progress progress, String done, String failed) {
        boolean stopped = !progress.stoppedBy().isEmpty();
        List<String> missing = new ArrayList<>();
        missing.add(stopped ? "stopped by " + progress.stoppedBy() : selection.nothing());
        missing.add(progress.failedSoFar() == 0 ? "" : progress.failedSoFar() + " " + failed);
        missing.add(progress.remaining() == 0 ? "" : progress.remaining() + " left");
        missing.add(selection.more());
        missing.removeIf(String::isEmpty);
        progress.report("complete", missing.isEmpty());
        if (missing.isEmpty()) {
            return selection.chosen().isEmpty() ? "nothing waits there" : done + ", all of it";
        }
        return joined(selection.chosen().isEmpty() ? "" : done, String.join("; ", missing));
    }

    /** Of one that changed nothing; {@code complete} is whether it has seen all, and something is meant. */
    static String dryRun(Selection selection, Progress progress, String nothingDone) {
        if (!progress.stoppedBy().isEmpty()) {
            progress.report("complete", false);
            return "stopped by " + progress.stoppedBy() + " before all was looked at; " + nothingDone;
        }
        progress.report(
                "complete", selection.nothing().isEmpty() && selection.unseen().isEmpty());
        if (!selection.nothing().isEmpty()) {
            return joined(selection.nothing(), selection.unseen());
        }
        return selection.chosen().isEmpty()
                ? joined("nothing waits there", selection.unseen())
                : joined(selection.more(), nothingDone);
    }

    private static String joined(String one, String other) {
        return Stream.of(one, other).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }
}

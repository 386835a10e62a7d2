package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import upvest.gateway.operations.WorkProgress;

/** Work that a gateway does for a command: its end is waited for, and how far it is is told on standard error. */
final class LongWork {
    private static final int FIRST_LOOK_MILLIS = 50;
    private static final int LONGEST_BETWEEN_LOOKS_MILLIS = 1000;
    private static final int LOOKS_AT_THE_END = 30;

    private final String operation;
    private final ManagementClient management;
    private final PrintWriter err;

    /** @param operation such as {@code replay} */
    LongWork(String operation, ManagementClient management, PrintWriter err) {
        this.operation = operation;
        this.management = management;
        this.err = err;
    }

    /** What is running now, or was last. */
    WorkProgress progress() throws IOException, InterruptedException {
        return management.get(WorkProgress.class, operation);
    }

    /** Asks the gateway to end a piece of work after the messages in hand. */
    WorkProgress stop(int run, String by) throws IOException, InterruptedException {
        return management.delete(WorkProgress.class, operation + "/" + run, by);
    }

    /**
     * Waits for the end.
     *
     * @param started the work, as the gateway returned it when it began
     * @param by who stops it when the command is interrupted; null when it shall go on then
     * @return its progress at the end
     */
    WorkProgress await(WorkProgress started, @Nullable String by) throws IOException, InterruptedException {
        Thread interrupted = new Thread(() -> interrupted(started.run(), by), "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return await(started, Integer.MAX_VALUE);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(interrupted);
            } catch (IllegalStateException e) {
                // Ctrl-C: it runs, and the process ends when it is through
            }
        }
    }

    private WorkProgress await(WorkProgress started, int looks) throws IOException, InterruptedException {
        WorkProgress progress = started;
        String told = "";
        int wait = FIRST_LOOK_MILLIS;
        for (int look = 0; progress.running() && look < looks; look++) {
            TimeUnit.MILLISECONDS.sleep(wait);
            wait = Math.min(2 * wait, LONGEST_BETWEEN_LOOKS_MILLIS);
            progress = management.get(WorkProgress.class, operation + "/" + started.run());
            String now = far(progress);
            if (wait == LONGEST_BETWEEN_LOOKS_MILLIS && progress.running() && !now.equals(told)) {
                err.println(now);
                told = now;
            }
        }
        return progress;
    }

    /** How far it is, in words. */
    static String far(WorkProgress progress) {
        return progress.done() + progress.failed() + progress.remaining() == 0
                ? progress.looked() + " looked at"
                : progress.done() + " done, " + progress.failed() + " failed, " + progress.remaining() + " left";
    }

    private void interrupted(int run, @Nullable String by) {
        try {
            if (by == null) {
                err.println("it goes on: --follow shows it, --stop ends it");
                return;
            }
            WorkProgress progress = await(stop(run, by), LOOKS_AT_THE_END);
            err.println((progress.running() ? "it will end after the messages in hand; so far: " : "stopped: ")
                    + far(progress));
        } catch (IOException | RuntimeException | InterruptedException e) {
            err.println("not stopped, it goes on: " + e.getMessage());
        } finally {
            err.flush();
        }
    }

    /** How it ended, and what to say to have it done. */
    static String end(JsonNode report) {
        String ended = report.path("ended").asText();
        return ended.endsWith("nothing was replayed") || ended.endsWith("nothing was removed")
                ? ended + "; --yes does it"
                : ended;
    }

    /** Names with numbers, one a line. */
    static void counts(PrintWriter out, String title, JsonNode counts) {
        if (!counts.isEmpty()) {
            out.println(title);
            counts.fields()
                    .forEachRemaining(
                            count -> out.printf("%7d  %s%n", count.getValue().asLong(), count.getKey()));
        }
    }

    /** What was selected and why it waits there; nothing where the gateway did not get so far. */
    static void selection(PrintWriter out, JsonNode report) {
        if (!report.has("channel")) {
            return;
        }
        out.printf(
                "%s: %d waiting, %d selected, %d within the limit%n",
                report.path("channel").asText(),
                report.path("waiting").asLong(),
                report.path("matching").asInt(),
                report.path("chosen").asInt());
        counts(out, "why they wait there:", report.path("reasons"));
    }

    /** The first of them. */
    static void examples(PrintWriter out, JsonNode report) {
        JsonNode examples = report.path("examples");
        if (!examples.isEmpty()) {
            out.println("the first:");
        }
        for (JsonNode example : examples) {
            String target = example.path("target").asText();
            out.printf(
                    "  %s  %s  %s  from %s, replayed %s times%s%n",
                    example.path("event").asText(),
                    example.path("type").asText(),
                    example.path("failedAt").asText(),
                    example.path("from").asText("-"),
                    example.path("attempts").asText(),
                    target.isEmpty() ? "" : " -> " + target);
        }
    }
}

package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;

/** Waits for the end of work that a gateway has started, and tells how far it is on standard error. */
final class LongWork {
    private static final int FIRST_LOOK_MILLIS = 50;
    private static final int LONGEST_BETWEEN_LOOKS_MILLIS = 1000;

    private LongWork() {}

    /**
     * Waits for the end and prints the report.
     *
     * @param json whether to print all of it as JSON
     * @param print prints the report otherwise
     * @return the work's report, with {@code done} and {@code failed} beside it
     */
    static JsonNode finish(
            CommandSpec command,
            Management management,
            String mbean,
            JsonNode started,
            boolean json,
            BiConsumer<PrintWriter, JsonNode> print)
            throws IOException, InterruptedException {
        JsonNode progress = await(command, management, mbean, started);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(progress.toPrettyString());
        } else {
            print.accept(out, progress.path("report"));
        }
        return progress;
    }

    private static JsonNode await(CommandSpec command, Management management, String mbean, JsonNode started)
            throws IOException, InterruptedException {
        PrintWriter err = command.commandLine().getErr();
        JsonNode progress = started;
        String told = "";
        for (int wait = FIRST_LOOK_MILLIS; progress.path("running").asBoolean(); ) {
            TimeUnit.MILLISECONDS.sleep(wait);
            wait = Math.min(2 * wait, LONGEST_BETWEEN_LOOKS_MILLIS);
            progress = management.attribute(mbean, "Progress");
            if (progress.path("run").asInt() != started.path("run").asInt()) {
                throw new IOException("somebody started another one; this one is over: see gateway audit");
            }
            String now = progress.path("done").asInt() + " done, "
                    + progress.path("failed").asInt() + " failed, "
                    + progress.path("remaining").asInt() + " left";
            if (progress.path("remaining").asInt() > 0 && wait == LONGEST_BETWEEN_LOOKS_MILLIS && !now.equals(told)) {
                err.println(now);
                told = now;
            }
        }
        return progress;
    }

    /** How it ended, and what to say to have it done. */
    static String end(JsonNode report) {
        String ended = report.path("ended").asText();
        return ended.contains("nothing was") ? ended + "; --yes does it" : ended;
    }

    /** 0 when all was done that was meant. */
    static int exitCode(JsonNode progress) {
        boolean all = progress.path("failed").asInt() == 0
                && progress.path("remaining").asInt() == 0;
        boolean broken = progress.path("report").path("ended").asText().startsWith("stopped");
        return all && !broken ? 0 : GatewayCommand.NOT_ALL;
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

    /** What was selected and why it waits there. */
    static void selection(PrintWriter out, JsonNode report) {
        out.printf(
                "%s: %d waiting, %d meant, %d within the limit%n",
                report.path("channel").asText(),
                report.path("waiting").asInt(),
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

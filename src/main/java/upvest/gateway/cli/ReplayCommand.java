package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway replay}. */
@Command(
        name = "replay",
        description = {
            "Sends messages of a service channel to where they belong now. Without --yes it only shows what it would do.",
            "",
            "An event goes through the contract and the routes as they are now. A message that a consumer gave back"
                    + " goes to its queue, a mail or file that failed to its outbox, and nowhere else. Messages are taken"
                    + " in the queue's order, some in one transaction: the end of the gateway in the middle loses and"
                    + " doubles nothing; say it again. Ctrl-C stops the replay. What fails again comes back, counted in UpvestReplayAttempts, and"
                    + " is parked in upvest.parked after upvest.replay.attempts.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway replay dead --all",
            "  gateway replay dead --route orders --yes --why \"route fixed\"",
            "  gateway replay invalid --reason \"/object\" --since 2026-11-21T00:00:00Z --yes",
            "  gateway replay dead --id 830e07bc-1e39-4f10-92bd-4acefaecbd38 --yes",
            "  gateway replay --follow"
        },
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:not all: nothing fits, some failed again or could not be taken or looked at, the limit left some, or it was"
                    + " stopped",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class ReplayCommand extends WorkCommand {

    @Mixin
    private SelectionOptions meant = new SelectionOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Maximum number a second, 0 for as many as possible; default: ${DEFAULT-VALUE}.")
    private int rate;

    @Override
    @Nullable
    String what() {
        return meant.channel();
    }

    @Override
    Map<String, Object> request() {
        Map<String, Object> request = meant.request();
        request.put("rate", rate);
        return request;
    }

    @Override
    void printReport(PrintWriter out, JsonNode report) {
        LongWork.selection(out, report);
        LongWork.counts(out, "where they would go:", report.path("targets"));
        if (report.path("dryRun").asBoolean()) {
            LongWork.examples(out, report);
        }
        LongWork.counts(out, "where they went:", report.path("went"));
        out.println(LongWork.end(report));
    }
}

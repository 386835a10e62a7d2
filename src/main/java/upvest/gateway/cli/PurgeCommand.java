package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway purge}. */
@Command(
        name = "purge",
        description = {
            "Removes messages of a service channel for good. Without --yes it only shows which.",
            "",
            "The ledger still knows their events: when Upvest sends one again, it is a duplicate. Ctrl-C stops the purge.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway purge unknown --type TOPUP",
            "  gateway purge parked --before 2026-01-01T00:00:00Z --yes --why \"settled by hand\""
        },
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:not all: nothing fits, some were not there any more or could not be looked at, the limit left some, or it was"
                    + " stopped",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class PurgeCommand extends WorkCommand {

    @Mixin
    private SelectionOptions meant = new SelectionOptions();

    @Override
    @Nullable
    String what() {
        return meant.channel();
    }

    @Override
    Map<String, Object> request() {
        return meant.request();
    }

    @Override
    void printReport(PrintWriter out, JsonNode report) {
        LongWork.selection(out, report);
        LongWork.examples(out, report);
        out.println(LongWork.end(report));
    }
}

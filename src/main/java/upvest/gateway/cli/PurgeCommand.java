package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import upvest.gateway.repair.PurgeControl;

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
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:not all: nothing fits, some were not there any more or could not be looked at, the limit left some, or it was"
                    + " stopped",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class PurgeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SelectionOptions meant = new SelectionOptions();

    @Mixin
    private Running running = new Running();

    @Mixin
    private Operator operator = new Operator();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Override
    public Integer call() throws IOException, InterruptedException {
        LongWork work = new LongWork(spec, management, PurgeControl.NAME);
        return running.run(spec, work, operator.by(), meant.channel(), this::start, PurgeCommand::print);
    }

    private JsonNode start() throws IOException, InterruptedException {
        List<Object> arguments = new ArrayList<>(List.of(meant.arguments()));
        arguments.addAll(List.of(operator.by(), operator.why(), !running.perform()));
        return management.invoke(PurgeControl.NAME, "purge", arguments.toArray());
    }

    private static void print(PrintWriter out, JsonNode report) {
        LongWork.selection(out, report);
        LongWork.examples(out, report);
        out.println(LongWork.end(report));
    }
}

package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import upvest.gateway.live.RoutesControl;

/** {@code gateway apply}. */
@Command(
        name = "apply",
        description = {
            "Applies changed files of domains, channels and kamelets to a running gateway, without a restart.",
            "",
            "The gateway checks its files as \"gateway check\" does, shows which event types go elsewhere, and swaps the"
                    + " routes of the files that changed in a moment without a delivery. If anything is wrong, at any"
                    + " point, the old routes run on. The trunk, routes/NN-*.camel.yaml, needs a restart.",
        },
        footer = {"", "Examples:", "  gateway apply --dry-run", "  gateway apply"},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:what is on disk is what runs",
            "1:not applied",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class ApplyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Option(names = "--dry-run", description = "Check and show the result; change nothing.")
    private boolean dryRun;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who applies it, for the audit; default: your name on this machine.")
    private String by = "";

    @Option(names = "--json", description = "Print JSON: live, whether what is on disk is what runs, and the report.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode applied = dryRun
                ? management.invoke(RoutesControl.NAME, "rehearse")
                : management.invoke(RoutesControl.NAME, "apply", by);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            EventLines.json(out, applied);
        } else {
            applied.path("report").forEach(line -> out.println(line.asText()));
        }
        return applied.path("live").asBoolean() ? 0 : GatewayCommand.NOT_ALL;
    }
}

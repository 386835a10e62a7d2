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
import upvest.gateway.audit.AuditControl;

/** {@code gateway audit}. */
@Command(
        name = "audit",
        description = {
            "Lists who did what with a gateway, when, and to how many messages; the newest first.",
            "",
            "Replays, purges, erasures, pauses and applied routes. Work that takes long has an entry when it starts and"
                    + " one when it ends.",
        },
        footer = {"", "Examples:", "  gateway audit", "  gateway audit --last 200 --json"},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:invalid command line", "3:the gateway cannot be reached, or refuses the login"})
final class AuditCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "Number of entries; default: ${DEFAULT-VALUE}.")
    private int last;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode entries = management.invoke(AuditControl.NAME, "newest", last);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(entries.toPrettyString());
            return 0;
        }
        for (JsonNode entry : entries) {
            out.printf(
                    "%.19sZ  %-16s  %s%s  %s%n%24s%d: %s%n",
                    entry.path("at").asText(),
                    entry.path("who").asText(),
                    entry.path("action").asText(),
                    entry.path("dryRun").asBoolean() ? " (dry run)" : "",
                    entry.path("arguments").asText(),
                    "",
                    entry.path("howMany").asLong(),
                    entry.path("outcome").asText());
        }
        return 0;
    }
}

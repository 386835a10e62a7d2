package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import upvest.gateway.operations.LedgerControl;
import upvest.gateway.operations.TimeArgument;

/** {@code gateway find}. */
@Command(
        name = "find",
        description = {
            "Lists events by the time they were received, by type and by channel, a page at a time.",
            "",
            "A time is 2026-11-21T10:15:00Z, 2026-11-21 (its beginning, UTC) or, for so long ago, 90m, 24h, 7d.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway find --since 2h --type ORDER.CANCELLED",
            "  gateway find --since 2026-11-20 --until 2026-11-21 --channel invalid"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:something was found",
            "1:nothing was",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class FindCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "Received then or later; default: ${DEFAULT-VALUE}.")
    private String since = "";

    @Option(names = "--until", paramLabel = "TIME", defaultValue = "", description = "Received before; default: now.")
    private String until = "";

    @Option(names = "--type", paramLabel = "TYPE", defaultValue = "", description = "Of this type, such as ORDER.NEW.")
    private String type = "";

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            defaultValue = "",
            description = "That went to this queue, with or without \"upvest.\".")
    private String channel = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Events on a page, at most 10000; default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "PLACE",
            defaultValue = "",
            description = "Where the page begins: what the page before printed last.")
    private String after = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instant now = Instant.now();
        TimeArgument.of(since, now, now);
        TimeArgument.of(until, now, now);
        JsonNode found = management.invoke(LedgerControl.NAME, "find", since, until, type, channel, after, limit);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            EventLines.json(out, found);
        } else {
            EventLines.table(out, found.path("events"));
            if (found.has("next")) {
                out.println("there may be more: --after " + found.path("next").asText());
            } else if (found.path("events").isEmpty()) {
                out.println("nothing was found"
                        + (found.has("hint") ? ": " + found.path("hint").asText() : ""));
            }
        }
        return found.path("events").isEmpty() ? GatewayCommand.NOT_ALL : 0;
    }
}

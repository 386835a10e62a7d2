package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import upvest.gateway.operations.LedgerControl;

/** {@code gateway object}. */
@Command(
        name = "object",
        description = {
            "Lists the events about an object, an order for instance, in the order in which they were received.",
            "",
            "Says where each is now. At most 10,000 events are listed.",
        },
        footer = {"", "Example:", "  gateway object 5790f82e-c1d3-4cff-aa3a-f4d46b0a18e8"},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there are events about it",
            "1:no events, or they were forgotten",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class ObjectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Parameters(
            paramLabel = "ID",
            description = "The object's id, or that of its account where it has none: UpvestObjectId on the messages.")
    private UUID id = new UUID(0, 0);

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode events = management.invoke(LedgerControl.NAME, "object", id.toString());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            EventLines.json(out, events);
        } else if (events.isEmpty()) {
            out.println("the ledger knows no event about " + id);
        } else {
            EventLines.table(out, events);
        }
        return events.isEmpty() ? GatewayCommand.NOT_ALL : 0;
    }
}

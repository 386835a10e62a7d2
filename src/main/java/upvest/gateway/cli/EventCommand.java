package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import upvest.gateway.operations.LedgerControl;

/** {@code gateway event}. */
@Command(
        name = "event",
        description = {
            "Shows what the ledger knows about an event, and where it is now.",
            "",
            "On a queue, with a consumer that has not acknowledged it, consumed, or in dead. The broker is asked: what it"
                    + " no longer holds was consumed.",
        },
        footer = {"", "Example:", "  gateway event 830e07bc-1e39-4f10-92bd-4acefaecbd38"},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the event came",
            "1:it did not, or was forgotten",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class EventCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Parameters(paramLabel = "ID", description = "The event's id.")
    private UUID id = new UUID(0, 0);

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode event = management.invoke(LedgerControl.NAME, "event", id.toString());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            EventLines.json(out, event);
        } else if (!event.has("id")) {
            out.println("the ledger does not know event " + id
                    + ": no delivery with it was answered 200, or it was forgotten (upvest.ledger.retention)"
                    + StatusCommand.waiting(event, Instant.now()));
        } else {
            EventLines.sheet(out, event);
        }
        return event.has("id") ? 0 : GatewayCommand.NOT_ALL;
    }
}

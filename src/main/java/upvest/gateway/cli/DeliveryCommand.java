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

/** {@code gateway delivery}. */
@Command(
        name = "delivery",
        description = {
            "Shows when a delivery was answered 200, which events it brought, and where they are now.",
            "",
            "A delivery that came more than once has a line for each time. Events that were there before are listed with"
                    + " the delivery that brought them first. At most 10,000 events are listed.",
        },
        footer = {"", "Example:", "  gateway delivery fbec2877-3a65-8be2-a311-e52024f6b5bb"},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the delivery came",
            "1:it did not, or was forgotten",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class DeliveryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Parameters(
            paramLabel = "ID",
            description = "The delivery's id: UpvestDeliveryId on its messages, \"delivery\" in the log.")
    private UUID id = new UUID(0, 0);

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode delivery = management.invoke(LedgerControl.NAME, "delivery", id.toString());
        boolean known =
                !delivery.path("attempts").isEmpty() || !delivery.path("events").isEmpty();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            EventLines.json(out, delivery);
        } else if (!known) {
            out.println("the ledger does not know delivery " + id
                    + ": it was not answered 200, or it was forgotten (upvest.ledger.retention)");
        } else {
            delivery.path("attempts").forEach(attempt -> print(out, attempt));
            EventLines.table(out, delivery.path("events"));
        }
        return known ? 0 : GatewayCommand.NOT_ALL;
    }

    private static void print(PrintWriter out, JsonNode attempt) {
        out.printf(
                "received %s  %d events, %d of them duplicates  webhook %s%n",
                attempt.path("received").asText(),
                attempt.path("events").asInt(),
                attempt.path("duplicates").asInt(),
                attempt.path("webhook").asText("none"));
    }
}

package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import upvest.gateway.operations.DeliveryLookup;

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
        exitCodeList = {
            "0:the delivery came",
            "1:it did not, or was forgotten",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class DeliveryCommand extends RemoteCommand<DeliveryLookup> {

    @Parameters(
            paramLabel = "ID",
            description = "The delivery's id: UpvestDeliveryId on its messages, \"delivery\" in the log.")
    private UUID id = new UUID(0, 0);

    @Override
    DeliveryLookup ask() throws IOException, InterruptedException {
        return management().get(DeliveryLookup.class, "deliveries/" + id);
    }

    @Override
    boolean isWell(DeliveryLookup found) {
        return !found.attempts().isEmpty() || !found.events().isEmpty();
    }

    @Override
    void print(PrintWriter out, DeliveryLookup found) {
        if (!isWell(found)) {
            out.println("the ledger does not know delivery " + id
                    + ": it was not answered 200, or it was forgotten (upvest.ledger.retention)");
            return;
        }
        for (DeliveryLookup.Attempt attempt : found.attempts()) {
            out.printf(
                    "received %s  %d events, %d of them duplicates  webhook %s%n",
                    attempt.received(),
                    attempt.events(),
                    attempt.duplicates(),
                    Objects.requireNonNullElse(attempt.webhook(), "none"));
        }
        EventLines.table(out, found.events());
    }
}

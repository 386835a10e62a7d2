package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import upvest.gateway.operations.EventLookup;

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
        exitCodeList = {
            "0:the event came",
            "1:it did not, or was forgotten",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class EventCommand extends RemoteCommand<EventLookup> {

    @Parameters(paramLabel = "ID", description = "The event's id.")
    private UUID id = new UUID(0, 0);

    @Override
    EventLookup ask() throws IOException, InterruptedException {
        return management().get(EventLookup.class, "events/" + id);
    }

    @Override
    void print(PrintWriter out, EventLookup found) {
        if (found.event() == null) {
            out.println("the ledger does not know event " + id
                    + ": no delivery with it was answered 200, or it was forgotten (upvest.ledger.retention)"
                    + StatusCommand.waiting(found.inbox(), Instant.now()));
        } else {
            EventLines.sheet(out, found.event());
        }
    }

    @Override
    boolean isWell(EventLookup found) {
        return found.event() != null;
    }

    @Override
    Object asJson(EventLookup found) {
        return found.event() == null ? Objects.requireNonNullElse(found.inbox(), found) : found.event();
    }
}

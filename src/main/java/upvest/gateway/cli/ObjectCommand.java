package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import upvest.gateway.operations.EventRow;

/** {@code gateway object}. */
@Command(
        name = "object",
        description = {
            "Lists the events about an object, an order for instance, in the order in which they were received.",
            "",
            "Says where each is now. At most 10,000 events are listed.",
        },
        footer = {"", "Example:", "  gateway object 5790f82e-c1d3-4cff-aa3a-f4d46b0a18e8"},
        exitCodeList = {
            "0:there are events about it",
            "1:no events, or they were forgotten",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class ObjectCommand extends RemoteCommand<List<EventRow>> {

    @Parameters(
            paramLabel = "ID",
            description = "The object's id, or that of its account where it has none: UpvestObjectId on the messages.")
    private UUID id = new UUID(0, 0);

    @Override
    List<EventRow> ask() throws IOException, InterruptedException {
        return List.of(management().get(EventRow[].class, "objects/" + id));
    }

    @Override
    void print(PrintWriter out, List<EventRow> events) {
        if (events.isEmpty()) {
            out.println("the ledger knows no event about " + id);
        } else {
            EventLines.table(out, events);
        }
    }

    @Override
    boolean isWell(List<EventRow> events) {
        return !events.isEmpty();
    }
}

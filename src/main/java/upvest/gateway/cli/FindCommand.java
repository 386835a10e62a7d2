package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.operations.EventPage;
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
        exitCodeList = {
            "0:something was found",
            "1:nothing was",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class FindCommand extends RemoteCommand<EventPage> {

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

    @Override
    EventPage ask() throws IOException, InterruptedException {
        Instant now = Instant.now();
        TimeArgument.of(since, now, now);
        TimeArgument.of(until, now, now);
        return management()
                .get(
                        EventPage.class,
                        "events",
                        Map.of(
                                "since", since,
                                "until", until,
                                "type", type,
                                "channel", channel,
                                "after", after,
                                "limit", Integer.toString(limit)));
    }

    @Override
    void print(PrintWriter out, EventPage found) {
        EventLines.table(out, found.events());
        if (found.next() != null) {
            out.println("there may be more: --after " + found.next());
        } else if (found.events().isEmpty()) {
            out.println("nothing was found" + (found.hint() == null ? "" : ": " + found.hint()));
        }
    }

    @Override
    boolean isWell(EventPage found) {
        return !found.events().isEmpty();
    }
}

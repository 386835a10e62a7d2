package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.ledger.AuditRow;

/** {@code gateway audit}. */
@Command(
        name = "audit",
        description = {
            "Lists who did what with a gateway, when, and to how many messages; the newest first.",
            "",
            "Replays, purges, erasures, pauses and applied routes. Work that takes long has an entry when it starts and"
                    + " one when it ends.",
        },
        footer = {"", "Examples:", "  gateway audit", "  gateway audit --last 200 --json"})
final class AuditCommand extends RemoteCommand<List<AuditRow>> {

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "Number of entries; default: ${DEFAULT-VALUE}.")
    private int last;

    @Override
    List<AuditRow> ask() throws IOException, InterruptedException {
        return List.of(management().get(AuditRow[].class, "audit", Map.of("limit", Integer.toString(last))));
    }

    @Override
    void print(PrintWriter out, List<AuditRow> entries) {
        for (AuditRow entry : entries) {
            out.printf(
                    "%.19sZ  %-16s  %s%s  %s%n%24s%d: %s%n",
                    entry.at(),
                    entry.who(),
                    entry.action(),
                    entry.dryRun() ? " (dry run)" : "",
                    entry.arguments(),
                    "",
                    entry.howMany(),
                    entry.outcome());
        }
    }
}

package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import upvest.gateway.operations.LedgerControl;
import upvest.gateway.operations.TimeArgument;

/** {@code gateway reconcile}. */
@Command(
        name = "reconcile",
        description = {
            "Proves that every event that was received is accounted for, and writes a list to compare with Upvest's.",
            "",
            "For each hour: received = routed + invalid + dead + unknown + duplicate. Received and duplicates are what the"
                    + " deliveries brought, the others are counted from the ledger's events; each event counts where it is"
                    + " now said to have gone. Deliveries whose events do not add up are named.",
            "",
            "A time is 2026-11-21T10:15:00Z, 2026-11-21 (its beginning, UTC) or, for so long ago, 90m, 24h, 7d.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway reconcile --since 7d",
            "  gateway reconcile --since 2026-11-20 --until 2026-11-21 --csv events.csv"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete",
            "1:something is missing",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class ReconcileCommand implements Callable<Integer> {
    private static final Duration STEP = Duration.ofDays(1);

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

    @Option(names = "--csv", paramLabel = "FILE", description = "Write a CSV as well.")
    private @Nullable Path csv;

    @Option(
            names = "--rows",
            paramLabel = "ROWS",
            defaultValue = "events",
            description = "Rows of the CSV: events, one each, or hours, one for each hour, type and outcome; default:"
                    + " ${DEFAULT-VALUE}.")
    private ComparisonFile.Rows rows = ComparisonFile.Rows.EVENTS;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instant now = Instant.now();
        Instant from = TimeArgument.of(since, now, now);
        Instant end = TimeArgument.of(until, now, now);
        if (!from.isBefore(end)) {
            throw new IllegalArgumentException("--since " + from + " is not before --until " + end);
        }
        ObjectNode all = reconciled(from, end);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            EventLines.json(out, all);
        } else {
            ReconcileTable.print(out, all);
            String waiting = StatusCommand.waiting(all.path("inbox"), now);
            if (!waiting.isEmpty()) {
                out.println(waiting.strip().replaceFirst("it may be in the inbox", "not in these figures yet"));
            }
        }
        if (csv != null) {
            long written = ComparisonFile.write(csv, rows, all, management, from, end);
            spec.commandLine().getErr().printf("%s: %,d rows%n", csv, written);
        }
        return all.path("complete").asBoolean() ? 0 : GatewayCommand.NOT_ALL;
    }

    /** A day at a time, from full hour to full hour: what the gateway answers stays small. */
    private ObjectNode reconciled(Instant from, Instant end) throws IOException, InterruptedException {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode hours = all.putArray("hours");
        ArrayNode gaps = all.putArray("gaps");
        boolean complete = true;
        for (Instant day = from; day.isBefore(end); day = next(day, end)) {
            JsonNode part = management.invoke(
                    LedgerControl.NAME,
                    "reconcile",
                    day.toString(),
                    next(day, end).toString());
            part.path("hours").forEach(hours::add);
            part.path("gaps").forEach(gaps::add);
            complete &= part.path("complete").asBoolean();
            all.set("begin", part.path("begin"));
            all.set("inbox", part.path("inbox"));
            all.set("notInLedger", part.path("notInLedger"));
            complete &= part.path("notInLedger").isEmpty();
        }
        all.put("since", from.toString()).put("until", end.toString()).put("complete", complete);
        return all;
    }

    private static Instant next(Instant day, Instant end) {
        Instant next = day.truncatedTo(ChronoUnit.HOURS).plus(STEP);
        return next.isBefore(end) ? next : end;
    }
}

package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.gateway.operations.Reconciliation;
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
        exitCodeList = {
            "0:complete",
            "1:something is missing",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class ReconcileCommand extends RemoteCommand<Reconciliation> {
    private static final Duration STEP = Duration.ofDays(1);

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

    /** A day at a time, from full hour to full hour: what the gateway answers stays small. */
    @Override
    Reconciliation ask() throws IOException, InterruptedException {
        Instant now = Instant.now();
        Instant from = TimeArgument.of(since, now, now);
        Instant end = TimeArgument.of(until, now, now);
        if (!from.isBefore(end)) {
            throw new IllegalArgumentException("--since " + from + " is not before --until " + end);
        }
        List<Reconciliation> days = new ArrayList<>();
        for (Instant day = from; day.isBefore(end); day = next(day, end)) {
            days.add(management()
                    .get(
                            Reconciliation.class,
                            "reconcile",
                            Map.of(
                                    "since",
                                    day.toString(),
                                    "until",
                                    next(day, end).toString())));
        }
        Reconciliation all = together(days, from, end);
        if (csv != null) {
            long written = ComparisonFile.write(csv, rows, all, management());
            err().printf("%s: %,d rows%n", csv, written);
        }
        return all;
    }

    private static Reconciliation together(List<Reconciliation> days, Instant from, Instant end) {
        Reconciliation last = days.get(days.size() - 1);
        return new Reconciliation(
                from,
                end,
                last.begin(),
                days.stream()
                        .allMatch(day -> day.complete() && day.notInLedger().isEmpty()),
                days.stream().flatMap(day -> day.hours().stream()).toList(),
                days.stream().flatMap(day -> day.gaps().stream()).toList(),
                last.inbox(),
                last.notInLedger());
    }

    private static Instant next(Instant day, Instant end) {
        Instant next = day.truncatedTo(ChronoUnit.HOURS).plus(STEP);
        return next.isBefore(end) ? next : end;
    }

    @Override
    void print(PrintWriter out, Reconciliation all) {
        ReconcileTable.print(out, all);
        String waiting = StatusCommand.waiting(all.inbox(), Instant.now());
        if (!waiting.isEmpty()) {
            out.println(waiting.strip().replaceFirst("it may be in the inbox", "not in these figures yet"));
        }
    }

    @Override
    boolean isWell(Reconciliation all) {
        return all.complete();
    }
}

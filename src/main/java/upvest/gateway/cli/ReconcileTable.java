package upvest.gateway.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import upvest.gateway.operations.Reconciliation;

/** What {@code gateway reconcile} prints. */
final class ReconcileTable {
    private static final List<String> COLUMNS =
            List.of("received", "routed", "invalid", "dead", "unknown", "duplicate", "missing");
    private static final List<String> FIRST_TIME = List.of("routed", "invalid", "dead", "unknown");

    private ReconcileTable() {}

    static void print(PrintWriter out, Reconciliation all) {
        begin(out, all);
        line(out, "hour", COLUMNS);
        Map<String, Long> sum = new TreeMap<>();
        Map<String, Map<String, Long>> types = new TreeMap<>();
        for (Reconciliation.Hour hour : all.hours()) {
            Map<String, Long> row = new TreeMap<>(hour.outcomes());
            row.put("received", hour.received());
            row.put("missing", hour.missing());
            line(out, hour.hour().toString(), numbers(row, COLUMNS));
            add(sum, row);
            hour.types()
                    .forEach((type, outcomes) -> add(types.computeIfAbsent(type, name -> new TreeMap<>()), outcomes));
        }
        line(out, "all", numbers(sum, COLUMNS));
        out.println();
        line(out, "type, without duplicates", FIRST_TIME);
        types.forEach((type, row) -> line(out, type, numbers(row, FIRST_TIME)));
        out.println();
        verdict(out, all, sum);
    }

    private static void begin(PrintWriter out, Reconciliation all) {
        if (all.begin() == null) {
            out.println("no delivery is recorded yet: there is nothing to compare");
        } else if (all.begin().isAfter(all.since())) {
            out.println("deliveries are recorded since " + all.begin() + ": nothing before that is compared");
        }
    }

    private static void add(Map<String, Long> sum, Map<String, Long> row) {
        row.forEach((name, events) -> sum.merge(name, events, Long::sum));
    }

    private static List<String> numbers(Map<String, Long> row, List<String> columns) {
        return columns.stream().map(column -> number(row, column)).toList();
    }

    private static String number(Map<String, Long> row, String column) {
        return String.format(Locale.ROOT, "%,d", row.getOrDefault(column, 0L));
    }

    private static void line(PrintWriter out, String first, List<String> columns) {
        out.printf("%-32s", first);
        columns.forEach(column -> out.printf("%12s", column));
        out.println();
    }

    private static void verdict(PrintWriter out, Reconciliation all, Map<String, Long> sum) {
        for (Reconciliation.Gap gap : all.gaps()) {
            out.printf(
                    "delivery %s: %d events must be in the ledger, %d are%n",
                    gap.delivery(), gap.expected(), gap.entered());
        }
        all.notInLedger()
                .forEach((queue, messages) -> out.printf(
                        "not in the ledger: %,d of the messages on %s; it has forgotten them for their age, or broker"
                                + " and ledger are copies of different moments%n",
                        messages, queue));
        out.println(
                all.complete()
                        ? number(sum, "received") + " events received, all accounted for"
                        : sum.getOrDefault("missing", 0L) == 0 && all.gaps().isEmpty()
                                ? "NOT COMPLETE: broker and ledger do not fit"
                                : "NOT COMPLETE: of " + number(sum, "received") + " events received "
                                        + number(sum, "missing") + " are missing");
    }
}

package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code gateway reconcile} prints. */
final class ReconcileTable {
    private static final List<String> COLUMNS =
            List.of("received", "routed", "invalid", "dead", "unknown", "duplicate", "missing");
    private static final List<String> FIRST_TIME = List.of("routed", "invalid", "dead", "unknown");

    private ReconcileTable() {}

    static void print(PrintWriter out, JsonNode all) {
        begin(out, all);
        line(out, "hour", COLUMNS);
        Map<String, Long> sum = new TreeMap<>();
        Map<String, Map<String, Long>> types = new TreeMap<>();
        for (JsonNode hour : all.path("hours")) {
            Map<String, Long> row = new TreeMap<>();
            add(row, hour.path("outcomes"));
            row.put("received", hour.path("received").asLong());
            row.put("missing", hour.path("missing").asLong());
            line(out, hour.path("hour").asText(), numbers(row, COLUMNS));
            row.forEach((name, events) -> sum.merge(name, events, Long::sum));
            hour.path("types")
                    .properties()
                    .forEach(type ->
                            add(types.computeIfAbsent(type.getKey(), name -> new TreeMap<>()), type.getValue()));
        }
        line(out, "all", numbers(sum, COLUMNS));
        out.println();
        line(out, "type, without duplicates", FIRST_TIME);
        types.forEach((type, row) -> line(out, type, numbers(row, FIRST_TIME)));
        out.println();
        verdict(out, all, sum);
    }

    private static void begin(PrintWriter out, JsonNode all) {
        if (!all.hasNonNull("begin")) {
            out.println("no delivery is recorded yet: there is nothing to compare");
        } else if (Instant.parse(all.path("begin").asText())
                .isAfter(Instant.parse(all.path("since").asText()))) {
            out.println("deliveries are recorded since " + all.path("begin").asText()
                    + ": nothing before that is compared");
        }
    }

    private static void add(Map<String, Long> row, JsonNode outcomes) {
        outcomes.properties()
                .forEach(outcome ->
                        row.merge(outcome.getKey(), outcome.getValue().asLong(), Long::sum));
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

    private static void verdict(PrintWriter out, JsonNode all, Map<String, Long> sum) {
        for (JsonNode gap : all.path("gaps")) {
            out.printf(
                    "delivery %s: %d events must be in the ledger, %d are%n",
                    gap.path("delivery").asText(),
                    gap.path("expected").asLong(),
                    gap.path("entered").asLong());
        }
        all.path("notInLedger")
                .properties()
                .forEach(queue -> out.printf(
                        "not in the ledger: %,d of the messages on %s; it has forgotten them for their age, or broker"
                                + " and ledger are copies of different moments%n",
                        queue.getValue().asLong(), queue.getKey()));
        out.println(
                all.path("complete").asBoolean()
                        ? number(sum, "received") + " events received, all accounted for"
                        : sum.getOrDefault("missing", 0L) == 0
                                        && all.path("gaps").isEmpty()
                                ? "NOT COMPLETE: broker and ledger do not fit"
                                : "NOT COMPLETE: of " + number(sum, "received") + " events received "
                                        + number(sum, "missing") + " are missing");
    }
}

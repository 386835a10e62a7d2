package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code gateway reconcile} prints. */
final class ReconcileTable {
    private static final List<String> OUTCOMES = List.of("routed", "invalid", "dead", "unknown", "duplicate");
    private static final int WIDTH = 12;

    private ReconcileTable() {}

    static void print(PrintWriter out, JsonNode all) {
        begin(out, all);
        head(out, "hour", "received", "missing");
        Map<String, Long> sum = new TreeMap<>();
        Map<String, Map<String, Long>> types = new TreeMap<>();
        for (JsonNode hour : all.path("hours")) {
            Map<String, Long> row = new TreeMap<>();
            row.put("received", hour.path("received").asLong());
            row.put("missing", hour.path("missing").asLong());
            OUTCOMES.forEach(outcome ->
                    row.put(outcome, hour.path("outcomes").path(outcome).asLong()));
            row(out, hour.path("hour").asText(), row, "received", "missing");
            row.forEach((name, events) -> sum.merge(name, events, Long::sum));
            hour.path("types").fields().forEachRemaining(type -> type.getValue()
                    .fields()
                    .forEachRemaining(ended -> types.computeIfAbsent(type.getKey(), name -> new TreeMap<>())
                            .merge(ended.getKey(), ended.getValue().asLong(), Long::sum)));
        }
        row(out, "all", sum, "received", "missing");
        out.println();
        head(out, "type, without duplicates", "", "");
        types.forEach((type, row) -> row(out, type, row, "", ""));
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

    private static void head(PrintWriter out, String first, String before, String behind) {
        out.printf("%-32s%" + WIDTH + "s", first, before);
        OUTCOMES.forEach(outcome ->
                out.printf("%" + WIDTH + "s", outcome.equals("duplicate") && behind.isEmpty() ? "" : outcome));
        out.printf("%" + WIDTH + "s%n", behind);
    }

    private static void row(PrintWriter out, String name, Map<String, Long> row, String before, String behind) {
        out.printf("%-32s%" + WIDTH + "s", name, number(row, before));
        OUTCOMES.forEach(outcome -> out.printf(
                "%" + WIDTH + "s", outcome.equals("duplicate") && behind.isEmpty() ? "" : number(row, outcome)));
        out.printf("%" + WIDTH + "s%n", number(row, behind));
    }

    private static String number(Map<String, Long> row, String name) {
        return name.isEmpty() ? "" : String.format("%,d", row.getOrDefault(name, 0L));
    }

    private static void verdict(PrintWriter out, JsonNode all, Map<String, Long> sum) {
        for (JsonNode gap : all.path("gaps")) {
            out.printf(
                    "delivery %s: %d events must be in the ledger, %d are%n",
                    gap.path("delivery").asText(),
                    gap.path("expected").asLong(),
                    gap.path("entered").asLong());
        }
        out.println(
                all.path("complete").asBoolean()
                        ? number(sum, "received") + " events received, all accounted for"
                        : "NOT COMPLETE: of " + number(sum, "received") + " events received " + number(sum, "missing")
                                + " are missing");
    }
}

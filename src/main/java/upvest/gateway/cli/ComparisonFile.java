package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upvest.gateway.operations.LedgerControl;

/** A CSV (RFC 4180, UTF-8, with a head) to compare with what Upvest's API lists. */
final class ComparisonFile {
    private static final int PAGE = 5000;
    private static final List<String> EVENT =
            List.of("id", "type", "object", "created", "received", "channel", "outcome", "delivery", "duplicates");

    private ComparisonFile() {}

    /** What a row is about. */
    enum Rows {
        EVENTS,
        HOURS
    }

    /** @return rows without the head */
    static long write(
            Path file, Rows rows, JsonNode reconciled, ManagementClient management, Instant from, Instant until)
            throws IOException, InterruptedException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            long written = rows == Rows.HOURS ? hours(out, reconciled) : events(out, management, from, until);
            if (out.checkError()) {
                throw new IOException(file + " could not be written to its end");
            }
            return written;
        }
    }

    private static long events(PrintWriter out, ManagementClient management, Instant from, Instant until)
            throws IOException, InterruptedException {
        row(out, EVENT.stream());
        long written = 0;
        for (String after = ""; after != null; ) {
            JsonNode page = management.invoke(
                    LedgerControl.NAME, "find", from.toString(), until.toString(), "", "", after, PAGE);
            for (JsonNode event : page.path("events")) {
                row(out, EVENT.stream().map(name -> event.path(name).asText()));
                written++;
            }
            after = page.has("next") ? page.path("next").asText() : null;
        }
        return written;
    }

    private static long hours(PrintWriter out, JsonNode reconciled) {
        row(out, Stream.of("hour", "type", "outcome", "events"));
        long written = 0;
        for (JsonNode hour : reconciled.path("hours")) {
            String time = hour.path("hour").asText();
            for (Map.Entry<String, JsonNode> type : hour.path("types").properties()) {
                for (Map.Entry<String, JsonNode> outcome : type.getValue().properties()) {
                    row(
                            out,
                            Stream.of(
                                    time,
                                    type.getKey(),
                                    outcome.getKey(),
                                    outcome.getValue().asText()));
                    written++;
                }
            }
            row(
                    out,
                    Stream.of(
                            time,
                            "",
                            "duplicate",
                            hour.path("outcomes").path("duplicate").asText()));
            row(out, Stream.of(time, "", "received", hour.path("received").asText()));
            written += 2;
        }
        return written;
    }

    private static void row(PrintWriter out, Stream<String> fields) {
        out.print(fields.map(ComparisonFile::quoted).collect(Collectors.joining(",", "", "\r\n")));
    }

    private static String quoted(String field) {
        return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}

package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upvest.gateway.operations.EventPage;
import upvest.gateway.operations.EventRow;
import upvest.gateway.operations.Reconciliation;

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
    static long write(Path file, Rows rows, Reconciliation reconciled, ManagementClient management)
            throws IOException, InterruptedException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            long written = rows == Rows.HOURS
                    ? hours(out, reconciled)
                    : events(
                            out,
                            management,
                            reconciled.since().toString(),
                            reconciled.until().toString());
            if (out.checkError()) {
                throw new IOException(file + " could not be written to its end");
            }
            return written;
        }
    }

    private static long events(PrintWriter out, ManagementClient management, String since, String until)
            throws IOException, InterruptedException {
        row(out, EVENT.stream());
        long written = 0;
        for (String after = ""; after != null; ) {
            EventPage page = management.get(
                    EventPage.class,
                    "events",
                    Map.of("since", since, "until", until, "after", after, "limit", Integer.toString(PAGE)));
            page.events().forEach(event -> row(out, fields(event)));
            written += page.events().size();
            after = page.next();
        }
        return written;
    }

    private static Stream<String> fields(EventRow event) {
        return Stream.of(
                        event.id(),
                        event.type(),
                        event.object(),
                        event.created(),
                        event.received(),
                        event.channel(),
                        event.outcome(),
                        event.delivery(),
                        event.duplicates())
                .map(value -> Objects.toString(value, ""));
    }

    private static long hours(PrintWriter out, Reconciliation reconciled) {
        row(out, Stream.of("hour", "type", "outcome", "events"));
        long written = 0;
        for (Reconciliation.Hour hour : reconciled.hours()) {
            String time = hour.hour().toString();
            for (Map.Entry<String, SortedMap<String, Long>> type : hour.types().entrySet()) {
                for (Map.Entry<String, Long> outcome : type.getValue().entrySet()) {
                    row(out, time, type.getKey(), outcome.getKey(), outcome.getValue());
                    written++;
                }
            }
            row(out, time, "", "duplicate", hour.outcomes().getOrDefault("duplicate", 0L));
            row(out, time, "", "received", hour.received());
            written += 2;
        }
        return written;
    }

    private static void row(PrintWriter out, String time, String type, String outcome, long events) {
        row(out, Stream.of(time, type, outcome, Long.toString(events)));
    }

    private static void row(PrintWriter out, Stream<String> fields) {
        out.print(fields.map(ComparisonFile::quoted).collect(Collectors.joining(",", "", "\r\n")));
    }

    private static String quoted(String field) {
        return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}

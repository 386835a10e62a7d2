package upvest.gateway.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import upvest.gateway.delivery.DateTime;
import upvest.gateway.operations.EventRow;

/** Rows of the ledger as text. */
final class EventLines {
    private EventLines() {}

    /** One line for each event, and where it is now where that is known. */
    static void table(PrintWriter out, List<EventRow> events) {
        int width =
                events.stream().mapToInt(event -> type(event).length()).max().orElse(1);
        for (EventRow event : events) {
            out.printf(
                    "%-24s  %s  %-" + width + "s  %s%s%s%n",
                    DateTime.millis(event.received()),
                    event.id(),
                    type(event),
                    event.channel(),
                    duplicates(event.duplicates()),
                    event.now() == null ? "" : "  " + String.join(", ", event.now()));
        }
    }

    /** Everything about one event, a line each. */
    static void sheet(PrintWriter out, EventRow event) {
        line(out, "id", event.id());
        line(out, "type", event.type());
        line(out, "object", event.object());
        line(out, "created", event.created());
        line(out, "received", event.received());
        line(out, "delivery", event.delivery());
        line(out, "webhook", event.webhook());
        line(out, "channel", event.channel());
        line(out, "outcome", event.outcome());
        line(out, "duplicates", event.duplicates());
        line(out, "now", String.join(", ", Objects.requireNonNullElse(event.now(), List.of())));
    }

    private static void line(PrintWriter out, String name, @Nullable Object value) {
        if (value != null) {
            out.printf("%-10s  %s%n", name, value);
        }
    }

    private static String type(EventRow event) {
        return Objects.requireNonNullElse(event.type(), "(no type)");
    }

    private static String duplicates(int times) {
        return times == 0 ? "" : times == 1 ? "  1 duplicate" : "  " + times + " duplicates";
    }
}

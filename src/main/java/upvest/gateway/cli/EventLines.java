package upvest.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import upvest.gateway.contract.DateTime;

/** Rows of the ledger as text. */
final class EventLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** In the order in which they are shown; JSON through Jolokia has none. */
    static final List<String> FIELDS = List.of(
            "id", "type", "object", "created", "received", "delivery", "webhook", "channel", "outcome", "duplicates");

    private static final String NO_TYPE = "(no type)";

    private EventLines() {}

    static void json(PrintWriter out, JsonNode value) throws JsonProcessingException {
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    }

    /** One line for each event, and where it is now where that is known. */
    static void table(PrintWriter out, JsonNode events) {
        int width = NO_TYPE.length();
        for (JsonNode event : events) {
            width = Math.max(width, event.path("type").asText().length());
        }
        for (JsonNode event : events) {
            out.printf(
                    "%-24s  %s  %-" + width + "s  %s%s%s%n",
                    DateTime.millis(Instant.parse(event.path("received").asText())),
                    event.path("id").asText(),
                    event.path("type").asText(NO_TYPE),
                    event.path("channel").asText(),
                    duplicates(event.path("duplicates").asInt()),
                    event.has("now") ? "  " + now(event) : "");
        }
    }

    /** Everything about one event, a line each. */
    static void sheet(PrintWriter out, JsonNode event) {
        for (String field : FIELDS) {
            if (event.has(field)) {
                out.printf("%-10s  %s%n", field, event.path(field).asText());
            }
        }
        out.printf("%-10s  %s%n", "now", now(event));
    }

    static String now(JsonNode event) {
        List<String> places = new ArrayList<>();
        event.path("now").forEach(place -> places.add(place.asText()));
        return String.join(", ", places);
    }

    private static String duplicates(int times) {
        return times == 0 ? "" : times == 1 ? "  1 duplicate" : "  " + times + " duplicates";
    }
}

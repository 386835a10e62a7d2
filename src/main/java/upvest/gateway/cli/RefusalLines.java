package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code gateway status} says of requests that were refused, or taken late. */
final class RefusalLines {
    private RefusalLines() {}

    static void print(PrintWriter out, JsonNode status, Instant now) {
        StatusCommand.line(out, "last refusal", last(status.path("LastRefusal"), now));
        if (!status.path("Refused").isEmpty()) {
            StatusCommand.line(out, "refused", counts(status.path("Refused")));
        }
        if (!status.path("Late").isEmpty()) {
            StatusCommand.line(out, "late", late(status.path("Late"), now));
        }
    }

    private static String last(JsonNode refusal, Instant now) {
        return refusal.isEmpty()
                ? "none since the start"
                : String.format(
                        "%s ago: %s %s, %s",
                        StatusCommand.age(refusal.path("at"), now),
                        refusal.path("answer").asText(),
                        refusal.path("reason").asText(),
                        refusal.path("detail").asText());
    }

    private static String counts(JsonNode refused) {
        return StatusCommand.sorted(refused).entrySet().stream()
                .map(count -> count.getValue().asLong() + " x " + count.getKey())
                .collect(Collectors.joining(", ", "", ", since the start"));
    }

    private static String late(JsonNode late, Instant now) {
        Instant at = Instant.parse(late.path("at").asText());
        return String.format(
                Locale.ROOT,
                "%,d taken since the start, the last %s ago, signed %s before",
                late.path("times").asLong(),
                StatusCommand.age(at, now),
                StatusCommand.age(at.minusSeconds(late.path("age").asLong()), at));
    }
}

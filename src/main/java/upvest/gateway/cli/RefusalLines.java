package upvest.gateway.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import upvest.gateway.operations.GatewayStatus;

/** What {@code gateway status} says of requests that were refused, or taken late. */
final class RefusalLines {
    private RefusalLines() {}

    static void print(PrintWriter out, GatewayStatus status) {
        StatusCommand.line(out, "last refusal", last(status.lastRefusal(), status.at()));
        if (!status.refused().isEmpty()) {
            String counts = new TreeMap<>(status.refused())
                    .entrySet().stream()
                            .map(count -> count.getValue() + " x " + count.getKey())
                            .collect(Collectors.joining(", ", "", ", since the start"));
            StatusCommand.line(out, "refused", counts);
        }
        GatewayStatus.Late late = status.late();
        if (late != null) {
            StatusCommand.line(
                    out,
                    "late",
                    String.format(
                            Locale.ROOT,
                            "%,d taken since the start, the last %s ago, signed %s before",
                            late.times(),
                            StatusCommand.age(late.at(), status.at()),
                            StatusCommand.age(late.at().minusSeconds(late.age()), late.at())));
        }
    }

    private static String last(GatewayStatus.@Nullable Refused refusal, Instant now) {
        return refusal == null
                ? "none since the start"
                : String.format(
                        "%s ago: %s %s, %s",
                        StatusCommand.age(refusal.at(), now), refusal.answer(), refusal.reason(), refusal.detail());
    }
}

package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import upvest.gateway.delivery.Drift;

/** {@code gateway drift}. */
@Command(
        name = "drift",
        description = {
            "Lists event types and top-level fields that the contract does not know, and says what to write.",
            "",
            "What is listed was counted since the gateway's start. What is written is known from the next start on."
        },
        exitCodeList = {
            "0:nothing is unknown",
            "1:something is",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class DriftCommand extends RemoteCommand<Drift.Report> {
    @Override
    Drift.Report ask() throws IOException, InterruptedException {
        return management().get(Drift.Report.class, "drift");
    }

    @Override
    boolean isWell(Drift.Report drift) {
        return drift.types().isEmpty() && drift.fields().isEmpty();
    }

    @Override
    void print(PrintWriter out, Drift.Report drift) {
        if (!drift.counted()) {
            out.printf("nothing is counted under the contract %s: it has no open list of types%n", drift.contract());
        } else if (isWell(drift)) {
            out.printf("nothing unknown to the contract %s since %s%n", drift.contract(), drift.since());
        } else {
            out.printf("unknown to the contract %s since %s:%n", drift.contract(), drift.since());
            list("type", drift.types(), out);
            list("field", drift.fields(), out);
            out.println();
            drift.advice().forEach(out::println);
        }
    }

    private static void list(String kind, Map<String, Long> counts, PrintWriter out) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(name -> out.printf(
                        "  %-5s  %-40s  %d %s%n",
                        kind, name.getKey(), name.getValue(), name.getValue() == 1 ? "event" : "events"));
    }
}

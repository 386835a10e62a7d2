package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import upvest.gateway.operations.StatusControl;

/** {@code gateway status}. */
@Command(
        name = "status",
        description = {
            "Shows the state of a gateway: whether it accepts deliveries, whether Upvest is blocked, what waits where.",
            "",
            "Upvest is blocked while deliveries are not accepted, or while a request that was refused has not been answered"
                    + " 200. Refusals are remembered since the start, for 20 minutes after they came last: Upvest tries"
                    + " again every 10 minutes at the latest.",
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:something needs attention",
            "2:invalid command line",
            "3:the gateway refuses the login or cannot be reached; if it does not run, Upvest is blocked"
        })
final class StatusCommand implements Callable<Integer> {
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ManagementClient management = new ManagementClient();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        management.invoke(StatusControl.NAME, "examine");
        JsonNode status = management.attributes(StatusControl.NAME);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            EventLines.json(out, status);
        } else {
            print(out, status);
        }
        return status.path("Attention").isEmpty() ? 0 : GatewayCommand.NOT_ALL;
    }

    private static void print(PrintWriter out, JsonNode status) {
        Instant now = Instant.parse(status.path("At").asText());
        line(out, "accepting", answer(status.path("Accepting"), status.path("NotAcceptingBecause")));
        line(out, "blocked", answer(status.path("Blocked"), status.path("BlockedBecause")));
        accepted(out, status.path("LastAccepted"), now);
        RefusalLines.print(out, status, now);
        line(out, "inbox", inbox(status.path("Inbox"), now));
        line(out, "keys", keys(status.path("Keys"), now));
        channels(out, status, now);
        line(out, "ledger", ledger(status.path("Ledger")));
        line(out, "disk", disk(status.path("Disk")));
        String name = "attention";
        for (JsonNode attention : status.path("Attention")) {
            line(out, name, attention.asText());
            name = "";
        }
        if (name.equals("attention")) {
            line(out, name, "nothing");
        }
    }

    static void line(PrintWriter out, String name, String text) {
        out.printf("%-12s  %s%n", name, text);
    }

    private static String answer(JsonNode yes, JsonNode because) {
        String word = yes.asBoolean() ? "yes" : "no";
        return because.asText().isEmpty() ? word : word + ": " + because.asText();
    }

    private static void accepted(PrintWriter out, JsonNode subscriptions, Instant now) {
        if (subscriptions.isEmpty()) {
            line(out, "last 200", "none");
        }
        subscriptions
                .fields()
                .forEachRemaining(last ->
                        line(out, "last 200", age(last.getValue(), now) + " ago, subscription " + last.getKey()));
    }

    private static String inbox(JsonNode inbox, Instant now) {
        long waiting = inbox.path("waiting").asLong();
        String text = waiting < 0
                ? "not known"
                : waiting == 0 ? "empty" : String.format(Locale.ROOT, "%,d deliveries wait", waiting);
        return text
                + (inbox.has("oldest") ? ", the oldest for " + age(inbox.path("oldest"), now) : "")
                + (inbox.has("heldBecause") ? ": " + inbox.path("heldBecause").asText() : "");
    }

    /** That what is not found may wait in the inbox; empty when none waits there. */
    static String waiting(JsonNode inbox, Instant now) {
        return inbox.path("waiting").asLong() == 0
                ? ""
                : System.lineSeparator() + "it may be in the inbox: " + inbox(inbox, now);
    }

    private static String keys(JsonNode keys, Instant now) {
        if (keys.isEmpty()) {
            return "none needed: signatures are not checked";
        }
        return keys.path("trusted").asInt() + " trusted"
                + (keys.has("read") ? ", read " + age(keys.path("read"), now) + " ago" : "")
                + ("disk".equals(keys.path("from").asText()) ? ", kept on the disk" : "")
                + ", from " + keys.path("source").asText();
    }

    private static void channels(PrintWriter out, JsonNode status, Instant now) {
        out.printf("%n%-20s %12s %14s %10s%n", "", "messages", "oldest", "consumers");
        sorted(status.path("Channels"))
                .forEach((queue, depth) -> out.printf(
                        Locale.ROOT,
                        "%-20s %,12d %14s %10d%s%s%n",
                        queue,
                        depth.path("messages").asLong(),
                        depth.has("oldest") ? age(depth.path("oldest"), now) : "",
                        depth.path("consumers").asInt(),
                        depth.path("paused").asBoolean() ? "  paused" : "",
                        reasons(status.path("Failed").path(queue).path("reasons"))));
        out.println();
    }

    /** JSON through Jolokia has no order. */
    static SortedMap<String, JsonNode> sorted(JsonNode node) {
        SortedMap<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
        return sorted;
    }

    private static String reasons(JsonNode reasons) {
        return sorted(reasons).entrySet().stream()
                .sorted(Comparator.comparing(reason -> -reason.getValue().asLong()))
                .map(reason -> reason.getValue().asLong() + " x " + reason.getKey())
                .collect(Collectors.joining("; ", reasons.isEmpty() ? "" : "  ", ""));
    }

    private static String ledger(JsonNode ledger) {
        if (ledger.isEmpty()) {
            return "not known";
        }
        long rows = ledger.path("rows").asLong();
        return String.format(
                Locale.ROOT,
                "%s%s, %.1f MB",
                ledger.path("exact").asBoolean() ? "" : "about ",
                rows < 0 ? "? events" : String.format(Locale.ROOT, "%,d events", rows),
                ledger.path("bytes").asLong() / MEGA);
    }

    private static String disk(JsonNode disk) {
        return String.format(
                Locale.ROOT,
                "%.1f of %.1f GB free",
                disk.path("free").asLong() / GIGA,
                disk.path("total").asLong() / GIGA);
    }

    static String age(JsonNode time, Instant now) {
        return age(Instant.parse(time.asText()), now);
    }

    /** In its largest unit, such as {@code 3 min}. */
    static String age(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        if (age.toDays() > 1) {
            return age.toDays() + " d";
        }
        return age.toHours() > 1
                ? age.toHours() + " h"
                : age.toMinutes() > 1 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }
}

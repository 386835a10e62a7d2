package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import upvest.gateway.intake.KeyReport;
import upvest.gateway.ledger.LedgerSize;
import upvest.gateway.operations.GatewayStatus;
import upvest.gateway.operations.InboxReport.Inbox;

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
        exitCodeList = {
            "0:all is well",
            "1:something needs attention",
            "2:invalid command line",
            "3:the gateway refuses the login or cannot be reached; if it does not run, Upvest is blocked"
        })
final class StatusCommand extends RemoteCommand<GatewayStatus> {
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;

    @Override
    GatewayStatus ask() throws IOException, InterruptedException {
        return management().get(GatewayStatus.class, "status");
    }

    @Override
    boolean isWell(GatewayStatus status) {
        return status.attention().isEmpty();
    }

    @Override
    void print(PrintWriter out, GatewayStatus status) {
        Instant now = status.at();
        line(out, "accepting", answer(status.accepting(), status.notAcceptingBecause()));
        line(out, "blocked", answer(status.blocked(), status.blockedBecause()));
        if (status.lastAccepted().isEmpty()) {
            line(out, "last 200", "none");
        }
        status.lastAccepted()
                .forEach((webhook, last) -> line(out, "last 200", age(last, now) + " ago, subscription " + webhook));
        RefusalLines.print(out, status);
        line(out, "inbox", inbox(status.inbox(), now));
        line(out, "keys", keys(status.keys(), now));
        channels(out, status);
        line(out, "ledger", ledger(status.ledger()));
        line(out, "disk", disk(status.disk()));
        String name = "attention";
        for (String attention : status.attention()) {
            line(out, name, attention);
            name = "";
        }
        if (name.equals("attention")) {
            line(out, name, "nothing");
        }
    }

    static void line(PrintWriter out, String name, String text) {
        out.printf("%-12s  %s%n", name, text);
    }

    private static String answer(boolean yes, String because) {
        String word = yes ? "yes" : "no";
        return because.isEmpty() ? word : word + ": " + because;
    }

    private static String inbox(Inbox inbox, Instant now) {
        String text = inbox.waiting() < 0
                ? "not known"
                : inbox.waiting() == 0 ? "empty" : String.format(Locale.ROOT, "%,d deliveries wait", inbox.waiting());
        return text
                + (inbox.oldest() == null ? "" : ", the oldest for " + age(inbox.oldest(), now))
                + (inbox.heldBecause() == null ? "" : ": " + inbox.heldBecause());
    }

    /** That what is not found may wait in the inbox; empty when none waits there. */
    static String waiting(@Nullable Inbox inbox, Instant now) {
        return inbox == null || inbox.waiting() == 0
                ? ""
                : System.lineSeparator() + "it may be in the inbox: " + inbox(inbox, now);
    }

    private static String keys(@Nullable KeyReport keys, Instant now) {
        if (keys == null) {
            return "none needed: signatures are not checked";
        }
        return keys.trusted() + " trusted"
                + (keys.read() == null ? "" : ", read " + age(keys.read(), now) + " ago")
                + ("disk".equals(keys.from()) ? ", kept on the disk" : "")
                + ", from " + keys.source();
    }

    private static void channels(PrintWriter out, GatewayStatus status) {
        out.printf("%n%-20s %12s %14s %10s%n", "", "messages", "oldest", "consumers");
        new TreeMap<>(status.channels())
                .forEach((queue, depth) -> out.printf(
                        Locale.ROOT,
                        "%-20s %,12d %14s %10d%s%s%n",
                        queue,
                        depth.messages(),
                        depth.oldest() == null ? "" : age(depth.oldest(), status.at()),
                        depth.consumers(),
                        depth.paused() ? "  paused" : "",
                        reasons(status.failed().get(queue))));
        out.println();
    }

    private static String reasons(GatewayStatus.@Nullable Failed failed) {
        if (failed == null) {
            return "";
        }
        return failed.reasons().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(reason -> reason.getValue() + " x " + reason.getKey())
                .collect(Collectors.joining("; ", failed.reasons().isEmpty() ? "" : "  ", ""));
    }

    private static String ledger(LedgerSize.@Nullable Size ledger) {
        if (ledger == null) {
            return "not known";
        }
        return String.format(
                Locale.ROOT,
                "%s%s, %.1f MB",
                ledger.exact() ? "" : "about ",
                ledger.rows() < 0 ? "? events" : String.format(Locale.ROOT, "%,d events", ledger.rows()),
                ledger.bytes() / MEGA);
    }

    private static String disk(GatewayStatus.Disk disk) {
        return String.format(Locale.ROOT, "%.1f of %.1f GB free", disk.free() / GIGA, disk.total() / GIGA);
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

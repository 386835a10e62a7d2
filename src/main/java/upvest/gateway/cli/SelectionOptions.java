package upvest.gateway.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which messages of a service channel are meant: a mixin. */
final class SelectionOptions {
    @Parameters(
            paramLabel = "CHANNEL",
            arity = "0..1",
            description = "Where they wait: dead, invalid, unknown, or parked, which holds what was replayed in vain.")
    private @Nullable String channel;

    @Option(names = "--id", paramLabel = "ID", defaultValue = "", description = "Ids of messages or events.")
    private String id = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description =
                    "Words in UpvestFailure, in any case; with = before them the whole reason as status shows it, such as \"=no reason given\".")
    private String reason = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "",
            description = "Event type or category, such as ORDER.NEW or ORDER.")
    private String type = "";

    @Option(
            names = "--route",
            paramLabel = "ROUTE",
            defaultValue = "",
            description = "UpvestFailedRoute, or the queue that a consumer gave it back to.")
    private String route = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "",
            description = "Failed then or later, such as 2026-11-21T21:24:41Z.")
    private String since = "";

    @Option(names = "--before", paramLabel = "TIME", defaultValue = "", description = "Failed earlier than that.")
    private String before = "";

    @Option(names = "--all", description = "All that wait there; needed when nothing else is said.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Maximum number of messages, the oldest in the queue first; default: ${DEFAULT-VALUE}.")
    private int limit;

    /** Null when no channel was given, and nothing else. */
    @Nullable
    String channel() {
        boolean said = all || Stream.of(id, reason, type, route, since, before).anyMatch(text -> !text.isBlank());
        return channel == null && said ? "" : channel;
    }

    /** As the gateway is asked for it. */
    Map<String, Object> request() {
        boolean said = Stream.of(id, reason, type, route, since, before).anyMatch(text -> !text.isBlank());
        if (said == all) {
            throw new IllegalArgumentException(
                    all
                            ? "--all means all: leave the other options out"
                            : "select some: --id, --reason, --type ... or --all");
        }
        Map<String, Object> request = new HashMap<>(Map.of("ids", id, "reason", reason, "type", type, "route", route));
        request.putAll(Map.of("since", since, "before", before, "all", all, "limit", limit));
        request.put("channel", channel == null ? "" : channel);
        return request;
    }
}

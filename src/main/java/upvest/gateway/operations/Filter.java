package upvest.gateway.operations;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a service channel are meant. What is not said fits all.
 *
 * @param ids of messages or of their events; none: any
 * @param reason words in {@code UpvestFailure}, in any case; with = before them the whole reason as its group is called
 * @param type event type, or its category
 * @param route {@code UpvestFailedRoute}, or the queue a consumer gave it back from
 * @param since failed then or later
 * @param before failed earlier than that
 */
record Filter(
        List<String> ids, String reason, String type, String route, @Nullable Instant since, @Nullable Instant before) {

    /**
     * As an operation is asked for it; null or empty when any is meant.
     *
     * @param ids with commas between
     * @param all whether all are meant; needed when nothing else is said, so that no misspelt name means all
     */
    static Filter of(
            @Nullable String ids,
            @Nullable String reason,
            @Nullable String type,
            @Nullable String route,
            @Nullable Instant since,
            @Nullable Instant before,
            @Nullable Boolean all) {
        Filter filter = new Filter(
                Stream.of(text(ids).split("[,\\s]+"))
                        .filter(each -> !each.isEmpty())
                        .toList(),
                text(reason).toLowerCase(Locale.ROOT),
                text(type),
                text(route),
                since,
                before);
        if (filter.isAll() != Boolean.TRUE.equals(all)) {
            throw new IllegalArgumentException(
                    filter.isAll()
                            ? "say which: ids, reason, type, route, since, before, or all"
                            : "all means all: leave the other words out");
        }
        return filter;
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }

    /** Whether nothing is said. */
    boolean isAll() {
        return toString().isEmpty();
    }

    /** Whether a type is the one that is meant, or of its category. */
    boolean isType(String other) {
        return other.equals(type) || other.startsWith(type + ".");
    }

    private boolean isReason(String failure) {
        return reason.startsWith("=")
                ? reason.substring(1).equalsIgnoreCase(WaitingGroup.told(failure))
                : failure.toLowerCase(Locale.ROOT).contains(reason);
    }

    boolean fits(KeptMessage message) {
        return (ids.isEmpty() || ids.stream().anyMatch(message::isCalled))
                && isReason(message.failure())
                && (type.isEmpty() || isType(message.type()))
                && (route.isEmpty() || route.equals(message.from()))
                && (since == null || !message.failedAt().isBefore(since))
                && (before == null || message.failedAt().isBefore(before));
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return Action.joined(List.of(
                said("id", String.join(",", ids)),
                said("reason", reason),
                said("type", type),
                said("route", route),
                said("since", since == null ? "" : since.toString()),
                said("before", before == null ? "" : before.toString())));
    }

    private static String said(String name, String value) {
        return value.isEmpty() ? "" : name + "=" + (value.contains(" ") ? "'" + value + "'" : value);
    }
}

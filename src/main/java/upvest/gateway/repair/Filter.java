package upvest.gateway.repair;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import upvest.gateway.audit.Action;

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

    /** @param since times such as {@code 2026-11-21T21:24:41Z}; empty when any is meant */
    static Filter of(String id, String reason, String type, String route, String since, String before) {
        return new Filter(
                Stream.of(id.strip().split("[,\\s]+"))
                        .filter(each -> !each.isEmpty())
                        .toList(),
                reason.strip().toLowerCase(Locale.ROOT),
                type.strip(),
                route.strip(),
                time(since),
                time(before));
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isBlank() ? null : OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not a time, write one such as 2026-11-21T21:24:41Z");
        }
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

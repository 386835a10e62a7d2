package upvest.gateway.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code payload}, or a whole delivery whose envelope is broken. The fields are what routing and the
 * ledger need, read before validation: absent where the event does not hold them in a usable form.
 *
 * @param id the event's own id; for an event without a usable one, a UUID derived from its bytes, so that even an
 *     invalid event is known when it comes again
 * @param body the JSON text exactly as it arrived; bytes where it is no UTF-8
 * @param type {@code CATEGORY.ACTION}
 * @param objectId id of the resource that the event is about: what keeps its order
 * @param webhookId the subscription that sent it
 * @param newFields top-level fields that the contract does not know
 * @param failure why it can go no further than the invalid channel; null while nothing is known against it
 */
public record Event(
        UUID id,
        Object body,
        @Nullable String type,
        @Nullable String objectId,
        @Nullable Instant createdAt,
        @Nullable String webhookId,
        List<String> newFields,
        @Nullable String failure) {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private static final Pattern TYPE_TEXT = Pattern.compile("[A-Z][A-Z0-9_]{0,63}\\.[A-Z][A-Z0-9_]{0,63}");

    /** The part of the type before the dot. */
    public @Nullable String category() {
        return type == null ? null : type.substring(0, type.indexOf('.'));
    }

    Event withId(UUID other) {
        return new Event(other, body, type, objectId, createdAt, webhookId, newFields, null);
    }

    Event withFailure(String why) {
        return new Event(id, body, type, objectId, createdAt, webhookId, newFields, why);
    }

    /** Never the content: Camel writes what it carries to the log, at the level TRACE. */
    @Override
    public String toString() {
        return "Event[id=" + id + ", type=" + type + "]";
    }

    /** In lower case; null when it is not the text of a UUID. */
    public static @Nullable String usableId(@Nullable String text) {
        return text != null && Formats.isUuid(text) ? text.toLowerCase(Locale.ROOT) : null;
    }

    static @Nullable String usableType(@Nullable String text) {
        return text != null && TYPE_TEXT.matcher(text).matches() ? text : null;
    }

    /** Null when it is no date-time, or outside of the years 1 to 9998 in UTC, which not every reader can hold. */
    static @Nullable Instant usableTime(@Nullable String text) {
        Instant time = text == null ? null : DateTime.parse(text);
        return time == null || time.isBefore(FIRST) || !time.isBefore(END) ? null : time;
    }
}

package upvest.gateway.delivery;

import com.ethlo.time.ITU;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
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
 * @param objectId id of the resource, else of its account: what keeps its order
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
    /** What a UUID's text looks like: 0 for a hexadecimal digit. */
    private static final String UUID_TEXT = "00000000-0000-0000-0000-000000000000";

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

    /** In lower case; null when it is not the text of a UUID. */
    public static @Nullable String usableId(@Nullable String text) {
        return text != null && isUuid(text) ? text.toLowerCase(Locale.ROOT) : null;
    }

    /** Without a regular expression: asked four times for each event. */
    private static boolean isUuid(String text) {
        boolean fits = text.length() == UUID_TEXT.length();
        for (int i = 0; fits && i < text.length(); i++) {
            fits = UUID_TEXT.charAt(i) == '-' ? text.charAt(i) == '-' : HexFormat.isHexDigit(text.charAt(i));
        }
        return fits;
    }

    static @Nullable String usableType(@Nullable String text) {
        return text != null && TYPE_TEXT.matcher(text).matches() ? text : null;
    }

    /** By what the contract's validation parses with: a tenth of the time and of the garbage of Java's own. */
    static @Nullable Instant usableTime(@Nullable String text) {
        try {
            OffsetDateTime time = text == null ? null : ITU.parseDateTime(text);
            return time == null || time.getYear() < 1 || time.getYear() > 9998 ? null : time.toInstant();
        } catch (DateTimeException e) {
            return null; // the validation says what is wrong with it
        }
    }
}

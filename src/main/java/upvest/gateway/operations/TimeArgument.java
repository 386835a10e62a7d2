package upvest.gateway.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** A moment as an operator writes it: {@code 2026-11-21T10:15:00Z}, {@code 2026-11-21} in UTC, or {@code 90m} ago. */
public final class TimeArgument {
    private TimeArgument() {}

    /**
     * Reads it.
     *
     * @param text may be empty or null
     * @param otherwise what that means
     * @throws IllegalArgumentException when it is none of the three
     */
    public static Instant of(@Nullable String text, Instant now, Instant otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            if (text.contains("T")) {
                return OffsetDateTime.parse(text).toInstant();
            }
            if (text.contains("-")) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            if (Character.isDigit(text.charAt(text.length() - 1))) {
                throw new IllegalArgumentException("a number without a unit");
            }
            Duration ago = DurationStyle.SIMPLE.parse(text);
            return now.minus(ago);
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is not a time: write 2026-11-21T10:15:00Z, 2026-11-21 or, for so long ago, 90m, 24h, 7d",
                    e);
        }
    }
}

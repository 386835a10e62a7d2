package upvest.gateway.delivery;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The {@code date-time} of RFC 3339: the format that schemas assert, the instant of {@code created_at}, and how the gateway
 * writes times of its own. Read by hand, because each event is asked twice and Java's own parser takes ten times as long
 * and knows neither leap seconds nor fractions of more than nine digits.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, section 5.6</a>
 */
public final class DateTime {
    /** What the fixed part looks like: 0 for a digit. */
    private static final String FORM = "0000-00-00T00:00:00";

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int NANO_DIGITS = 9;
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final String text;
    private int next = FORM.length();

    private DateTime(String text) {
        this.text = text;
    }

    /**
     * The instant that a text names; null when it is no date-time. Digits beyond nanoseconds are cut off. A leap second is
     * the second before it, as in {@link java.time}: an instant has none.
     */
    public static @Nullable Instant parse(String text) {
        return new DateTime(text).instant();
    }

    /** UTC, to the millisecond, always with three digits of it: such texts sort as their times do. */
    public static String millis(Instant time) {
        return MILLIS.format(time);
    }

    private @Nullable Instant instant() {
        if (!fits()) {
            return null;
        }
        int year = digits(0, 4);
        int month = digits(5, 2);
        int day = digits(8, 2);
        int hour = digits(11, 2);
        int minute = digits(14, 2);
        int second = digits(17, 2);
        if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60 || !isDay(year, month, day)) {
            return null;
        }
        int nanos = fraction();
        int offset = nanos < 0 ? Integer.MIN_VALUE : offset();
        if (offset == Integer.MIN_VALUE || next != text.length()) {
            return null;
        }
        LocalDate date = LocalDate.of(year, month, day);
        long seconds =
                date.toEpochDay() * SECONDS_PER_DAY + hour * 3600L + minute * 60L + Math.min(second, 59) - offset;
        return second < 60 || endsMonth(seconds) ? Instant.ofEpochSecond(seconds, nanos) : null;
    }

    private boolean fits() {
        boolean fits = text.length() > FORM.length();
        for (int i = 0; fits && i < FORM.length(); i++) {
            char wanted = FORM.charAt(i);
            char found = text.charAt(i);
            fits = wanted == '0' ? isDigit(found) : found == wanted || wanted == 'T' && found == 't';
        }
        return fits;
    }

    private static boolean isDay(int year, int month, int day) {
        return day >= 1 && day <= 28
                || day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
    }

    /** Whether this is the last second of a month in UTC, the only one that a leap second may follow (ITU-R TF.460). */
    private static boolean endsMonth(long seconds) {
        return Math.floorMod(seconds + 1, SECONDS_PER_DAY) == 0
                && LocalDate.ofEpochDay(Math.floorDiv(seconds + 1, SECONDS_PER_DAY))
                                .getDayOfMonth()
                        == 1;
    }

    /** Nanoseconds; -1 when a point is followed by no digit. */
    private int fraction() {
        if (text.charAt(next) != '.') {
            return 0;
        }
        next++;
        int nanos = 0;
        int read = 0;
        for (; next < text.length() && isDigit(text.charAt(next)); next++, read++) {
            nanos = read < NANO_DIGITS ? nanos * 10 + text.charAt(next) - '0' : nanos;
        }
        for (int missing = read; missing < NANO_DIGITS; missing++) {
            nanos *= 10;
        }
        return read == 0 ? -1 : nanos;
    }

    /** Seconds from UTC; the smallest number when there is no valid offset. */
    private int offset() {
        char sign = next < text.length() ? text.charAt(next++) : ' ';
        if (sign == 'Z' || sign == 'z') {
            return 0;
        }
        boolean fits = (sign == '+' || sign == '-') && next + 5 <= text.length() && text.charAt(next + 2) == ':';
        for (int i = 0; fits && i < 5; i++) {
            fits = i == 2 || isDigit(text.charAt(next + i));
        }
        int hours = fits ? digits(next, 2) : 24;
        int minutes = fits ? digits(next + 3, 2) : 60;
        next += 5;
        return hours > 23 || minutes > 59 ? Integer.MIN_VALUE : (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    }

    private int digits(int from, int number) {
        int value = 0;
        for (int i = from; i < from + number; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}

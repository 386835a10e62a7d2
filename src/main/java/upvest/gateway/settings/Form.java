package upvest.gateway.settings;

import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** What the value of a setting looks like. */
enum Form {
    /** A time with its unit, such as {@code 30s}. Camel reads it as Spring does. */
    DURATION("(0|\\d{1,10}(ms|s|m|h|d))", "not a duration such as 30s, with ms, s, m, h or d") {
        @Override
        BigInteger measure(String value) {
            Duration duration = DurationStyle.detectAndParse(value);
            return BigInteger.valueOf(duration.getSeconds())
                    .multiply(BigInteger.valueOf(1_000_000_000))
                    .add(BigInteger.valueOf(duration.getNano()));
        }
    },
    /** A number of bytes with its unit, such as {@code 16MB}. */
    SIZE("(0|\\d{1,9}(B|KB|MB|GB))", "not a size such as 16MB, with B, KB, MB or GB") {
        @Override
        BigInteger measure(String value) {
            return BigInteger.valueOf(DataSize.parse(value).toBytes());
        }
    },
    /** A whole number. */
    NUMBER("-?\\d{1,18}", "not a whole number") {
        @Override
        BigInteger measure(String value) {
            return new BigInteger(value);
        }
    },
    /** {@code true} or {@code false}, in all the words that Spring knows for them. */
    SWITCH("(?i)true|false|on|off|yes|no|1|0", "neither true nor false"),
    /** Whatever its reader makes of it. */
    TEXT(".*", "not a text");

    private static final Pattern BARE = Pattern.compile("\\d+");

    private final Pattern pattern;
    private final String not;

    Form(String pattern, String not) {
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        this.not = not;
    }

    /** What a value that does not fit is, for a sentence. */
    String not() {
        return not;
    }

    boolean fits(String value) {
        return pattern.matcher(value).matches();
    }

    /** Whether nothing but the unit is missing. */
    boolean lacksUnit(String value) {
        return (this == DURATION || this == SIZE) && BARE.matcher(value).matches() && !fits(value);
    }

    /** A value that {@link #fits}, as something to compare. */
    BigInteger measure(String value) {
        throw new UnsupportedOperationException(this + " has no order: " + value);
    }

    /** Of a value of this type. */
    static Form ofType(String type) {
        return switch (type) {
            case "java.time.Duration" -> DURATION;
            case "org.springframework.util.unit.DataSize" -> SIZE;
            case "int", "long", "java.lang.Integer", "java.lang.Long" -> NUMBER;
            case "boolean", "java.lang.Boolean" -> SWITCH;
            default -> TEXT;
        };
    }

    /** A type that {@link #ofType} knows it by. */
    String type() {
        return switch (this) {
            case DURATION -> "java.time.Duration";
            case SIZE -> "org.springframework.util.unit.DataSize";
            case NUMBER -> "java.lang.Long";
            case SWITCH -> "java.lang.Boolean";
            case TEXT -> "java.lang.String";
        };
    }

    /** Of what has this default: a setting looks like its default. */
    static Form ofDefault(String value) {
        if (value.equals("true") || value.equals("false")) {
            return SWITCH;
        }
        return Stream.of(NUMBER, DURATION, SIZE)
                .filter(form -> form.fits(value))
                .findFirst()
                .orElse(TEXT);
    }
}

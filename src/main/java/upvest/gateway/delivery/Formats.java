package upvest.gateway.delivery;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import com.networknt.schema.JsonMetaSchema;
import java.util.HexFormat;
import java.util.function.Predicate;

/**
 * The formats that the contracts assert, {@code uuid} and {@code date-time}, exactly as their RFCs have them. The
 * validator's own take a text with a line feed behind it, and no fraction of more than nine digits.
 */
public final class Formats {
    /** What a UUID's text looks like: 0 for a hexadecimal digit. */
    private static final String UUID_TEXT = "00000000-0000-0000-0000-000000000000";

    private Formats() {}

    /** Whether this is the text of a UUID (RFC 9562), of any version and in any case. Without a regular expression. */
    public static boolean isUuid(String text) {
        boolean fits = text.length() == UUID_TEXT.length();
        for (int i = 0; fits && i < text.length(); i++) {
            fits = UUID_TEXT.charAt(i) == '-' ? text.charAt(i) == '-' : HexFormat.isHexDigit(text.charAt(i));
        }
        return fits;
    }

    /** JSON Schema 2020-12 with these formats. */
    static JsonMetaSchema draft202012() {
        return JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .format(new Asserted("uuid", Formats::isUuid))
                .format(new Asserted("date-time", text -> DateTime.parse(text) != null))
                .build();
    }

    private record Asserted(String name, Predicate<String> fits) implements Format {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext context, String value) {
            return fits.test(value);
        }
    }
}

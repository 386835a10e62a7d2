package upvest.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which subscription sent a delivery, by a look at its bytes that needs no JSON: the first {@code "webhook_id"}. It keeps the
 * deliveries of one subscription in order; where it is wrong, they wait for another's.
 */
final class Subscription {
    private static final byte[] NAME = "\"webhook_id\"".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern VALUE =
            Pattern.compile("\\s*:\\s*\"([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\"");
    /** The name, a colon, some white space and the id. */
    private static final int LONGEST = 128;

    private byte[] rest = new byte[0];
    private @Nullable String id;

    /** Looks at the next bytes of the delivery. */
    void look(byte[] bytes, int from, int length) {
        if (id != null) {
            return;
        }
        byte[] text = new byte[rest.length + length];
        System.arraycopy(rest, 0, text, 0, rest.length);
        System.arraycopy(bytes, from, text, rest.length, length);
        id = find(text);
        int kept = Math.min(LONGEST, text.length);
        rest = new byte[kept];
        System.arraycopy(text, text.length - kept, rest, 0, kept);
    }

    /** Its id in lower case; null where none was seen. */
    @Nullable
    String id() {
        return id;
    }

    static @Nullable String find(byte[] text) {
        for (int at = indexOf(text, 0); at >= 0; at = indexOf(text, at + 1)) {
            int from = at + NAME.length;
            int length = Math.min(LONGEST, text.length - from);
            Matcher value = VALUE.matcher(new String(text, from, length, StandardCharsets.ISO_8859_1));
            if (value.lookingAt()) {
                return value.group(1).toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static int indexOf(byte[] text, int from) {
        for (int i = from; i <= text.length - NAME.length; i++) {
            if (text[i] == NAME[0] && matches(text, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] text, int at) {
        for (int i = 1; i < NAME.length; i++) {
            if (text[at + i] != NAME[i]) {
                return false;
            }
        }
        return true;
    }
}

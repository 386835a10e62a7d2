package upvest.gateway;

import java.util.regex.Pattern;

/**
 * Text from outside for a terminal or a log: what would move a cursor, change a line's order or begin a line of its own is
 * written as {@code \\u001b}, which JSON reads as the same character.
 */
public final class Printable {
    private static final String UNSEEN = "\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff";

    /** Lines may end, and begin with a tab. */
    private static final Pattern IN_TEXT = Pattern.compile("\r(?!\n)|[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f" + UNSEEN + "]");

    private static final Pattern IN_LINE = Pattern.compile("[\\x00-\\x1f" + UNSEEN + "]");

    private Printable() {}

    /** A text of several lines. */
    public static String text(String text) {
        return escaped(IN_TEXT, text);
    }

    /** A text that stays in its line. */
    public static String line(String text) {
        return escaped(IN_LINE, text);
    }

    private static String escaped(Pattern unseen, String text) {
        return unseen.matcher(text)
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }
}

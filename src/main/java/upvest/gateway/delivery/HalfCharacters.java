package upvest.gateway.delivery;

import java.util.regex.Pattern;

/**
 * Escapes of one half of a character, such as {@code \\ud800} alone. JSON permits them, Jackson refuses them in the name of a
 * field: an event that has one would take its neighbours along.
 */
final class HalfCharacters {
    private static final Pattern HALF = Pattern.compile("\\\\u[dD][89a-fA-F]\\p{XDigit}{2}");

    private HalfCharacters() {}

    /** The same text with other escapes of the same length. */
    static String replaced(String json) {
        return HALF.matcher(json).replaceAll("\\\\uFFFD");
    }
}

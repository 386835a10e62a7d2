package upvest.gateway.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the deliveries of this test run contain that nobody may print: every text that is long enough to be found by more
 * than chance, but ids, times and types, which the log may hold.
 */
public final class Payloads {
    /** Stands in the events that {@link FreshIds} makes of the samples. */
    public static final String MARKER = "Erika Mustermann, Heidestrasse 17";

    private static final int LOOKED_AT = 1 << 16;
    private static final Pattern TEXT =
            Pattern.compile("(?<=[:\\[,]\\s{0,4})\"([^\"\\\\]{12,200})\"\\s{0,4}(?=[,}\\]])");
    private static final Pattern MAY_BE_PRINTED =
            Pattern.compile("[0-9a-fA-F-]{36}|\\d{4}-\\d\\d-\\d\\d.*|[A-Z_]+\\.[A-Z_]+|[A-Z_]+");
    private static final Set<String> TEXTS = ConcurrentHashMap.newKeySet();

    private Payloads() {}

    /** Notes what a body contains, in its first part. */
    static void sent(byte[] body) {
        String text = new String(body, 0, Math.min(LOOKED_AT, body.length), StandardCharsets.UTF_8);
        Matcher matcher = TEXT.matcher(text);
        while (matcher.find()) {
            if (!MAY_BE_PRINTED.matcher(matcher.group(1)).matches()) {
                TEXTS.add(matcher.group(1));
            }
        }
    }

    /** What of it stands in an output. */
    public static List<String> in(String output) {
        return TEXTS.stream().filter(output::contains).toList();
    }
}

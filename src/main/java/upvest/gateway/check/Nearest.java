package upvest.gateway.check;

import java.util.List;
import java.util.Locale;

/** What somebody may have meant. */
final class Nearest {
    /** So many names are worth telling all. */
    private static final int MOST_NAMED = 8;

    private Nearest() {}

    /** The known name with the fewest letters to change; when none is near, all of a few. */
    static String to(String wrong, List<String> known) {
        String best = "";
        int fewest = Math.max(2, wrong.length() / 3) + 1;
        for (String name : known) {
            int changes = changes(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (changes < fewest) {
                fewest = changes;
                best = name;
            }
        }
        if (!best.isEmpty()) {
            return best;
        }
        return known.size() <= MOST_NAMED ? "one of " + known : "an option of Camel's reference";
    }

    /** Levenshtein's distance. */
    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int same = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}

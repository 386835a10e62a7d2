package upvest.gateway.check;

import java.util.List;
import upvest.gateway.settings.Spelling;

/** What somebody may have meant. */
final class Nearest {
    /** So many names are worth telling all. */
    private static final int MOST_NAMED = 8;

    private Nearest() {}

    /** The known name with the fewest letters to change; when none is near, all of a few. */
    static String to(String wrong, List<String> known) {
        String nearest = Spelling.nearest(wrong, known);
        if (nearest != null) {
            return nearest;
        }
        return known.size() <= MOST_NAMED ? "one of " + known : "an option of Camel's reference";
    }
}

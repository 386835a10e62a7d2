package upvest.bench;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Tells on standard error what is going on. */
final class Progress {
    void say(String format, Object... arguments) {
        System.err.println(
                LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + String.format(Locale.ROOT, format, arguments));
    }
}

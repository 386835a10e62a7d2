package upvest.gateway.settings;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import upvest.gateway.Within;

/**
 * A setting that there is.
 *
 * @param name as in {@code config/application.yaml}, without the numbers of a list
 * @param form what its value looks like
 * @param within between which values; null: it has no bounds
 * @param needed whether nothing works without a value
 * @param words the only values there are; empty: there are others
 */
record Known(String name, Form form, @Nullable Within within, boolean needed, List<String> words) {

    /** In any spelling that means the same to Spring: {@code inFlight} is {@code in-flight}. */
    static String uniform(String name) {
        String plain = name.indexOf('[') < 0 ? name : name.replaceAll("\\[[^]]*]", "");
        return plain.replace("-", "").toLowerCase(Locale.ROOT);
    }
}

package upvest.gateway.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What to write so that types and fields become known; a person reads it and decides. */
final class DriftAdvice {
    private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*[A-Za-z0-9_]");

    private DriftAdvice() {}

    /** A line for each file to edit; names that were cut, or that Upvest cannot mean, are left out. */
    static List<String> of(String contract, Collection<String> newTypes, Collection<String> newFields) {
        List<String> types = plain(newTypes, type -> Event.usableType(type) != null);
        List<String> fields = plain(newFields, FIELD.asMatchPredicate());
        List<String> lines = new ArrayList<>();
        if (!types.isEmpty() || !fields.isEmpty()) {
            lines.add(
                    "add to schemas/" + contract + "/types.yaml: types " + words(types) + "; fields " + words(fields));
        }
        if (!types.isEmpty()) {
            List<String> categories = types.stream()
                    .map(type -> type.substring(0, type.indexOf('.')))
                    .distinct()
                    .toList();
            lines.add(
                    "add each of these categories that is new to its domain in routes/domains/by-domain.camel.yaml, or"
                            + " its types to unrouted in types.yaml: " + words(categories));
        }
        return lines;
    }

    private static List<String> plain(Collection<String> names, Predicate<String> usable) {
        return names.stream()
                .filter(name -> usable.test(name) && !name.equals(DriftNames.OTHER))
                .sorted()
                .toList();
    }

    private static String words(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}

package upvest.gateway.check;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The categories of event types, to name many types briefly. */
public final class Categories {
    private final Map<String, Long> sizes;

    private Categories(Map<String, Long> sizes) {
        this.sizes = sizes;
    }

    /** @param types all types there are, each once */
    public static Categories of(Collection<String> types) {
        return new Categories(types.stream()
                .map(Categories::category)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
    }

    /** These types, in order; a category of which none is missing as one, such as {@code ORDER.*}. */
    public Set<String> shorten(Collection<String> types) {
        Map<String, Long> here = of(types).sizes;
        Set<String> names = new LinkedHashSet<>();
        for (String type : types) {
            String category = category(type);
            names.add(Objects.equals(here.get(category), sizes.get(category)) ? category + ".*" : type);
        }
        return names;
    }

    private static String category(String type) {
        return type.replaceFirst("\\..*", "");
    }
}

package upvest.gateway.operations;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which types and routes the messages of a channel have: what to suggest to whoever asks for one that is not there. */
final class KnownTypes {
    /** A channel has no more types and routes, unless somebody makes them up. */
    private static final int MOST = 200;

    private static final int SHOWN = 10;

    private final Map<String, Integer> types = new TreeMap<>();
    private final Map<String, Integer> routes = new TreeMap<>();

    void add(KeptMessage message) {
        count(types, message.type());
        count(routes, message.from());
    }

    private static void count(Map<String, Integer> counts, String value) {
        if (!value.isEmpty() && (counts.size() < MOST || counts.containsKey(value))) {
            counts.merge(value, 1, Integer::sum);
        }
    }

    /** Why nothing fits what was asked for. */
    String without(Request request) {
        Filter filter = request.filter();
        String queue = request.channel().queue();
        if (!filter.ids().isEmpty()) {
            return "nothing matches: no message in " + queue + " has the id " + String.join(" or ", filter.ids())
                    + " and fits the rest";
        }
        if (!filter.type().isEmpty() && types.keySet().stream().noneMatch(filter::isType)) {
            return "nothing matches: no message in " + queue + " is of the type " + filter.type() + there(types);
        }
        if (!filter.route().isEmpty() && !routes.containsKey(filter.route())) {
            return "nothing matches: no message in " + queue + " came from " + filter.route() + there(routes);
        }
        return "nothing matches: no message in " + queue + " matches all of the filters";
    }

    private static String there(Map<String, Integer> counts) {
        return counts.isEmpty()
                ? ""
                : "; there are "
                        + counts.entrySet().stream()
                                .sorted(Map.Entry.<String, Integer>comparingByValue()
                                        .reversed())
                                .limit(SHOWN)
                                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                                .collect(Collectors.joining(", "));
    }
}

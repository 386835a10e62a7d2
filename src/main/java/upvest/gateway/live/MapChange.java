package upvest.gateway.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import upvest.gateway.check.RouteMap;

/** Which event types go elsewhere, told before it happens. */
final class MapChange {
    private MapChange() {}

    /** One line for each type that goes elsewhere, such as {@code ORDER.NEW  orders -> orders, audit}. */
    static List<String> lines(RouteMap before, RouteMap after) {
        Map<String, String> old = channels(before);
        Map<String, String> now = channels(after);
        Set<String> types = new LinkedHashSet<>(now.keySet());
        types.addAll(old.keySet());
        List<String> lines = new ArrayList<>();
        for (String type : types) {
            String was = old.getOrDefault(type, "not known");
            String is = now.getOrDefault(type, "not known");
            if (!was.equals(is)) {
                lines.add(type + "  " + was + " -> " + is);
            }
        }
        return lines.isEmpty() ? List.of("no event type goes elsewhere") : lines;
    }

    private static Map<String, String> channels(RouteMap map) {
        Map<String, String> channels = new LinkedHashMap<>();
        map.rows().forEach(row -> channels.put(row.type(), String.join(", ", row.channels())));
        return channels;
    }
}

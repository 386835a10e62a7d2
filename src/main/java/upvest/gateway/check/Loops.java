package upvest.gateway.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import upvest.gateway.check.RouteFile.Endpoint;
import upvest.gateway.check.YamlFile.Place;

/** Routes that call themselves by {@code direct}, over however many others: under a condition too, it may always hold. */
final class Loops {
    private final Map<String, List<Endpoint>> calls = new LinkedHashMap<>();
    private final Set<String> done = new TreeSet<>();
    private final List<Finding> found = new ArrayList<>();

    private Loops() {}

    static List<Finding> findings(Checkout checkout) {
        Loops loops = new Loops();
        for (RouteFile file : checkout.routes()) {
            for (Place route : file.routes()) {
                Place from = route.at("/from");
                List<Endpoint> called = file.endpoints().stream()
                        .filter(to -> to.is("direct") && to.place().within(from))
                        .toList();
                loops.calls.put(new Endpoint(from, route.line()).target(), called);
            }
        }
        loops.calls.keySet().forEach(route -> loops.follow(route, new LinkedHashSet<>()));
        return loops.found;
    }

    private void follow(String route, Set<String> way) {
        if (!way.add(route)) {
            return;
        }
        for (Endpoint call : done.contains(route) ? List.<Endpoint>of() : calls.getOrDefault(route, List.of())) {
            if (way.contains(call.target())) {
                List<String> loop = new ArrayList<>(way);
                loop = loop.subList(loop.indexOf(call.target()), loop.size());
                found.add(call.finding(
                        Rule.LOOP,
                        "the route " + call.target() + " is called again on its own way: " + String.join(" -> ", loop)
                                + " -> " + call.target(),
                        "take this call away; what is to happen for each of several things is a split"));
            } else {
                follow(call.target(), way);
            }
        }
        way.remove(route);
        done.add(route);
    }
}

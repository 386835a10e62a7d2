package upvest.gateway.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import upvest.gateway.check.RouteFile.Endpoint;
import upvest.gateway.check.YamlFile.Place;

/** What runs inside a delivery sends to queues only: domain routes, what they call, and kamelets. */
final class SlowSteps {
    private static final Set<String> INSIDE = Set.of("direct", "jms", "kamelet");
    /** Steps that leave the delivery's thread and its transaction, hold up the answer, or go where nobody can check. */
    private static final List<String> STEPS = List.of(
            "aggregate",
            "delay",
            "dynamicRouter",
            "enrich",
            "parallelProcessing",
            "poll",
            "pollEnrich",
            "recipientList",
            "resequence",
            "routingSlip",
            "threads",
            "throttle",
            "wireTap");

    private static final String INSTEAD =
            "send to a queue with kamelet:queue-sink, and write this step into a route of routes/channels that reads it";

    private final List<Finding> found = new ArrayList<>();
    private final Map<String, RouteFile> files = new LinkedHashMap<>();
    private final Map<String, Place> routes = new LinkedHashMap<>();

    private SlowSteps(Checkout checkout) {
        for (RouteFile file : checkout.routes()) {
            for (Place route : file.routes()) {
                Endpoint from = new Endpoint(route.at("/from"), route.line());
                files.put(from.target(), file);
                routes.put(from.target(), route);
            }
        }
    }

    static List<Finding> findings(Checkout checkout) {
        SlowSteps steps = new SlowSteps(checkout);
        steps.files.forEach((name, file) -> steps.follow(name, file.isDomain()));
        for (RouteFile kamelet : checkout.kamelets()) {
            steps.check(kamelet, new Place(kamelet.yaml(), "", kamelet.yaml().content()), "");
        }
        return steps.found.stream().distinct().toList();
    }

    /** Checks a domain route and the routes it leads to. */
    private void follow(String domain, boolean start) {
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(start ? List.of(domain) : List.of());
        while (!open.isEmpty()) {
            String name = open.remove();
            RouteFile file = files.get(name);
            Place route = routes.get(name);
            if (file == null || route == null || !seen.add(name)) {
                continue;
            }
            check(file, route, file.isDomain() ? "" : "called by the domain route " + domain + ", ");
            file.endpoints().stream()
                    .filter(endpoint -> endpoint.place().within(route) && endpoint.is("direct"))
                    .map(Endpoint::target)
                    .filter(called -> !isDomain(called)) // a start of its own
                    .forEach(open::add);
        }
    }

    private boolean isDomain(String route) {
        RouteFile file = files.get(route);
        return file != null && file.isDomain();
    }

    private void check(RouteFile file, Place part, String who) {
        for (Endpoint endpoint : file.endpoints()) {
            if (endpoint.place().within(part) && !INSIDE.contains(endpoint.scheme())) {
                found.add(endpoint.finding(
                        Rule.SLOW_STEP, who + endpoint.uri() + " holds up the delivery's answer", INSTEAD));
            }
        }
        for (String step : STEPS) {
            for (Place place : file.yaml().keyed(step)) {
                if (place.within(part)) {
                    found.add(place.finding(
                            Rule.SLOW_STEP, who + step + " leaves the delivery's transaction or holds it up", INSTEAD));
                }
            }
        }
    }
}

package upvest.gateway.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import upvest.gateway.check.YamlFile.Place;
import upvest.gateway.delivery.Rehearsal;
import upvest.gateway.delivery.TypeTable;

/** Types of a contract that no channel of a domain gets, though they are meant to have one. */
final class MissingHomes {
    private MissingHomes() {}

    static List<Finding> findings(Path home, RouteMap map, TypeTable types) throws IOException {
        List<Finding> found = new ArrayList<>();
        YamlFile file = YamlFile.read(
                home, home.resolve("schemas").resolve(map.contract()).resolve("types.yaml"), found::add);
        for (RouteMap.Row row : map.rows()) {
            boolean meant = types.unrouted().contains(row.type());
            Place place = place(file, meant ? "/unrouted" : "/types", row.type());
            if (row.channels().contains("invalid")) {
                found.add(place.finding(
                        Rule.TYPE,
                        "an event " + row.type() + " with id, time and object breaks the contract: " + row.failure(),
                        "remove it from types, or fix event.json"));
            } else if (TrialFailures.failed(row)) {
                if (row.where() == null && !Rehearsal.NOT_TRIED.equals(row.failure())) { // else told where it is
                    found.add(place.finding(
                            Rule.TYPE,
                            "the route of " + row.type() + " fails: " + row.failure(),
                            "fix the route, the event would be dead"));
                }
            } else if (row.channels().contains("unknown") && !meant) {
                found.add(place.finding(
                        Rule.TYPE,
                        row.type() + " ends in unknown",
                        "send it to a queue in a route of routes/domains, or list it here under unrouted"));
            } else if (!row.channels().contains("unknown") && meant) {
                found.add(place.finding(Rule.TYPE, row.type() + " goes to " + row.channels(), "take it off unrouted"));
            }
        }
        return found;
    }

    private static Place place(YamlFile file, String list, String type) {
        Place all = new Place(file, list, file.content().at(list));
        return all.children().stream()
                .filter(entry -> entry.text().equals(type))
                .findFirst()
                .orElse(all);
    }
}

package upvest.gateway.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import upvest.gateway.check.RouteFile.Endpoint;
import upvest.gateway.check.YamlFile.Place;

/** How route and kamelet files look. */
final class HouseForm {
    private static final String WORDS = "[a-z]+(-[a-z]+)*";
    /** Camel's id of the configuration for all routes that name none. */
    private static final String EVERY_ROUTE = "*";

    private static final int LONGEST_ROUTE = 80;
    /** Of a {@code when} that calls a route, in canonical YAML. */
    private static final int LINES_OF_A_ROW = 8;

    private static final int LONGEST_DESCRIPTION = 140;

    private final List<Finding> found = new ArrayList<>();
    private final Map<String, Finding> ids = new HashMap<>();

    private HouseForm() {}

    static List<Finding> findings(Checkout checkout) {
        HouseForm form = new HouseForm();
        checkout.all().forEach(form::parameters);
        checkout.all().forEach(form::comments);
        checkout.routes().forEach(form::fileName);
        checkout.routes().forEach(form::ids);
        checkout.routes().forEach(form::descriptions);
        checkout.routes().forEach(form::directNames);
        checkout.routes().forEach(form::lengths);
        checkout.kamelets().forEach(form::kamelet);
        return form.found;
    }

    private void parameters(RouteFile file) {
        for (Endpoint endpoint : file.endpoints()) {
            if (endpoint.uri().contains("?")) {
                found.add(endpoint.finding(
                        Rule.PARAMETERS, "options behind the ? of " + endpoint.uri(), "write them below parameters:"));
            }
            if (endpoint.uri().startsWith("direct:")) {
                found.add(endpoint.finding(
                        Rule.PARAMETERS,
                        "uri: " + endpoint.uri(),
                        "write uri: direct, and below parameters: name: " + endpoint.target()));
            }
        }
    }

    private void comments(RouteFile file) {
        for (int line : file.yaml().content().isMissingNode()
                ? List.<Integer>of()
                : file.yaml().comments()) {
            found.add(file.finding(line, Rule.COMMENT, "tools drop comments", "write it as description:"));
        }
    }

    private void fileName(RouteFile file) {
        boolean trunk = file.place().matches("routes/\\d\\d-" + WORDS + "\\.camel\\.yaml");
        boolean other = file.place().matches("routes/(domains|channels)/" + WORDS + "\\.camel\\.yaml");
        List<Place> routes = file.routes();
        String first = routes.isEmpty() ? "" : routes.get(0).at("/id").text();
        if (!file.place().endsWith(".camel.yaml")) {
            found.add(file.finding(
                    1,
                    Rule.FILE_ENDING,
                    "the gateway does not read a file of this name",
                    "call it " + file.name() + ".camel.yaml"));
        } else if (!trunk && !other) {
            found.add(file.finding(
                    1,
                    Rule.FILE_NAME,
                    "no place or name for a route file",
                    "call it routes/domains/<route id>.camel.yaml, in the trunk routes/NN-name.camel.yaml"));
        } else if (other && !routes.isEmpty() && !file.name().equals(first)) {
            found.add(file.finding(
                    routes.get(0).line(),
                    Rule.FILE_NAME,
                    "the first route is called " + first + ", the file is not",
                    "call the file " + first + ".camel.yaml, or the route " + file.name()));
        }
    }

    private void ids(RouteFile file) {
        for (Place route : file.routes()) {
            if (!route.node().has("id")) {
                found.add(route.finding(Rule.ID, "a route without id", "write id: " + file.name()));
            }
        }
        for (Place configuration : file.configurations()) {
            if (!configuration.node().has("id")) {
                found.add(configuration.finding(
                        Rule.ID,
                        "a configuration without id, and Kaoto makes one up",
                        "write id: \"*\" if it is for every route that names none"));
            }
        }
        for (Place id : file.yaml().keyed("id")) {
            if (!id.text().matches(WORDS) && !id.text().equals(EVERY_ROUTE)) {
                found.add(id.finding(
                        Rule.ID, "id: " + id.text(), "write lower-case words with hyphens, no numbers: like-this"));
            }
            Finding here = id.finding(Rule.DUPLICATE_ID, "id: " + id.text() + " occurs twice", "");
            Finding first = ids.putIfAbsent(id.text(), here);
            if (first != null) {
                found.add(id.finding(
                        Rule.DUPLICATE_ID,
                        here.what(),
                        "write another one, " + first.file() + ":" + first.line() + " has it"));
            }
        }
    }

    private void descriptions(RouteFile file) {
        String form = file.isDomain() ? "[A-Z].* - to .+" : "[A-Z].* - .+";
        String hint = file.isDomain() ? "\"<Things> - to <where>\"" : "\"<Pattern> - <what it does for the reader>\"";
        for (Place entry : Stream.concat(file.routes().stream(), file.configurations().stream())
                .toList()) {
            Place description = entry.at("/description");
            String text = description.text();
            if (!text.matches(form) || text.length() > LONGEST_DESCRIPTION) {
                Place at = text.isEmpty() ? entry : description;
                found.add(at.finding(
                        Rule.DESCRIPTION,
                        text.isEmpty() ? "no description" : "description: " + text,
                        "write description: " + hint + ", on one line of at most " + LONGEST_DESCRIPTION
                                + " characters"));
            }
        }
    }

    private void directNames(RouteFile file) {
        for (Place route : file.routes()) {
            Endpoint from = new Endpoint(route.at("/from"), route.at("/from").line());
            String id = route.at("/id").text();
            if (from.is("direct") && !from.target().equals(id)) {
                found.add(from.finding(
                        Rule.DIRECT_NAME, "from direct " + from.target() + " in the route " + id, "write name: " + id));
            }
        }
    }

    private void lengths(RouteFile file) {
        List<Place> entries = Stream.concat(file.routes().stream(), file.configurations().stream())
                .toList();
        for (Place entry : entries) {
            int first = entry.line();
            int next = entries.stream()
                    .mapToInt(Place::line)
                    .filter(line -> line > first)
                    .min()
                    .orElse((int) file.yaml().text().lines().count() + 1);
            int lines = next - first - rows(entry) * (LINES_OF_A_ROW - 1);
            if (lines > LONGEST_ROUTE) {
                found.add(entry.finding(
                        Rule.LENGTH,
                        lines + " lines",
                        "write at most " + LONGEST_ROUTE + ", and the rest as a route to call by direct"));
            }
        }
    }

    /** How many choices in a route do nothing but call another route: each is read as one line of a table. */
    private static int rows(Place entry) {
        return (int) entry.file().keyed("when").stream()
                .filter(when -> when.within(entry))
                .flatMap(when -> when.children().stream())
                .map(when -> when.at("/steps").children())
                .filter(steps ->
                        steps.size() == 1 && steps.get(0).at("/to/uri").text().equals("direct"))
                .count();
    }

    private void kamelet(RouteFile file) {
        Place kamelet = new Place(file.yaml(), "", file.yaml().content());
        String name = kamelet.at("/metadata/name").text();
        if (!file.place().equals("kamelets/" + name + ".kamelet.yaml")) {
            found.add(kamelet.at("/metadata/name")
                    .finding(
                            Rule.FILE_NAME,
                            "metadata: name: " + name + " is not the file's name",
                            "write name: " + file.name() + ", in a file NAME.kamelet.yaml"));
        }
        for (String key : List.of("/kind", "/spec/definition/title", "/spec/definition/description")) {
            if (kamelet.at(key).text().isBlank()) {
                found.add(kamelet.finding(
                        Rule.DESCRIPTION,
                        "no " + key.substring(1).replace("/", ": "),
                        "write it: " + (key.equals("/kind") ? "kind: Kamelet" : "what it does for who calls it")));
            }
        }
    }
}

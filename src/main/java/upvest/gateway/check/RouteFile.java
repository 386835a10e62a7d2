package upvest.gateway.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import upvest.gateway.FilesBelow;
import upvest.gateway.check.YamlFile.Place;

/** One file of {@code routes/} or {@code kamelets/}. */
record RouteFile(YamlFile yaml) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}");
    private static final Pattern BEAN_OPTION = Pattern.compile("[\"']#(?:bean:)?([\\w.-]+)[\"']");

    /** A name in the text, such as that of a bean, and its line. */
    record Named(String name, int line) {}

    /** Every YAML file in the folder and below but the cases, sorted. */
    static List<Path> paths(Path folder) throws IOException {
        return FilesBelow.of(folder, ".*\\.ya?ml").stream()
                .filter(path -> !path.startsWith(folder.resolve("cases")))
                .toList();
    }

    /** The path from the checked folder, with slashes. */
    String place() {
        return yaml.path().toString().replace('\\', '/');
    }

    /** What stands before the first dot of the file's name. */
    String name() {
        return yaml.path().getFileName().toString().replaceFirst("\\..*", "");
    }

    boolean isDomain() {
        return yaml.path().startsWith(Path.of("routes", "domains"));
    }

    boolean isTrunk() {
        return place().matches("routes/\\d\\d-[^/]*");
    }

    List<Place> routes() {
        return yaml.keyed("route");
    }

    List<Place> configurations() {
        return yaml.keyed("routeConfiguration");
    }

    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Place uri : yaml.keyed("uri")) {
            String owner = uri.pointer().substring(0, uri.pointer().length() - "/uri".length());
            endpoints.add(new Endpoint(new Place(yaml, owner, yaml.content().at(owner)), uri.line()));
        }
        return endpoints;
    }

    /** What stands between double braces. */
    List<Named> placeholders() {
        return named(PLACEHOLDER);
    }

    /** Names of beans: what {@code ref} says, and options such as {@code "#mailSender"}. */
    List<Named> beans() {
        List<Named> names = new ArrayList<>();
        for (Place ref : yaml.keyed("ref")) {
            Place name = ref.node().isTextual() ? ref : ref.at("/expression");
            names.add(new Named(name.text().replaceFirst("^#(bean:)?", ""), name.line()));
        }
        names.addAll(named(BEAN_OPTION));
        return names;
    }

    private List<Named> named(Pattern pattern) {
        List<Named> names = new ArrayList<>();
        for (MatchResult found : pattern.matcher(yaml.text()).results().toList()) {
            names.add(new Named(found.group(1), yaml.lineAt(found.start())));
        }
        return names;
    }

    Finding finding(int line, Rule rule, String what, String instead) {
        return new Finding(yaml.path(), line, rule, what, instead);
    }

    /** Something with a {@code uri}: a consumer or a step. */
    record Endpoint(Place place, int line) {
        private static final Map<String, String> TARGET_OPTIONS =
                Map.of("direct", "name", "jms", "destinationName", "kamelet", "templateId");

        String uri() {
            return place.node().path("uri").asText();
        }

        String scheme() {
            return uri().split("[:?]", 2)[0];
        }

        boolean is(String scheme) {
            return scheme().equals(scheme);
        }

        String option(String name) {
            return place.node().path("parameters").path(name).asText();
        }

        /** Which route, queue or kamelet is meant, whether the uri says it or an option. */
        String target() {
            String target = uri().substring(scheme().length()).replaceFirst("^:(queue:)?", "");
            return target.isEmpty() ? option(TARGET_OPTIONS.getOrDefault(scheme(), "name")) : target;
        }

        Finding finding(Rule rule, String what, String instead) {
            return new Finding(place.file().path(), line, rule, what, instead);
        }
    }
}

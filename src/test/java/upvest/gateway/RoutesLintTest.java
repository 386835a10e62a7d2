package upvest.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import upvest.gateway.RouteFile.Endpoint;

/** The house form of route and kamelet files. A rule tells each file that breaks it, and what to write instead. */
class RoutesLintTest {
    private static final String WORDS = "[a-z]+(-[a-z]+)*";
    private static final int LONGEST_ROUTE = 80;
    private static final int LONGEST_DESCRIPTION = 140;
    /** Steps that leave the delivery's thread, and its transaction with it, or that hold up the answer. */
    private static final List<String> DETACHING =
            List.of("aggregate", "delay", "parallelProcessing", "resequence", "threads", "throttle", "wireTap");

    private static List<RouteFile> routes;
    private static List<RouteFile> kamelets;
    private static List<RouteFile> all;

    @RegisterExtension
    final Breaches breaches = new Breaches();

    @BeforeAll
    static void read() throws IOException {
        routes = RouteFile.below("routes");
        kamelets = RouteFile.below("kamelets");
        all = Stream.concat(routes.stream(), kamelets.stream()).toList();
    }

    @Test
    void filesAreCanonicalCamelYaml() throws IOException {
        CanonicalYaml yaml = new CanonicalYaml("route", "routeConfiguration");
        for (RouteFile file : routes) {
            yaml.mistakes(file.content()).forEach(mistake -> breaches.unless(false, file, mistake));
        }
        CanonicalYaml template = new CanonicalYaml("from");
        for (RouteFile file : kamelets) {
            JsonNode content =
                    JsonNodeFactory.instance.arrayNode().add(file.content().at("/spec/template"));
            template.mistakes(content).forEach(mistake -> breaches.unless(false, file, mistake));
        }
    }

    @Test
    void optionsStandInParameters() {
        for (RouteFile file : all) {
            for (Endpoint endpoint : file.endpoints()) {
                String uri = endpoint.uri();
                breaches.unless(!uri.contains("?"), file, uri + ": write what follows the ? as parameters:");
                breaches.unless(!uri.startsWith("direct:"), file, uri + ": write uri: direct and parameters: name:");
            }
        }
    }

    @Test
    void filesHaveTheNameOfTheirRoute() {
        for (RouteFile file : routes) {
            boolean trunk = file.place().matches("routes/\\d\\d-" + WORDS + "\\.camel\\.yaml");
            boolean other = file.place().matches("routes/(domains|channels)/" + WORDS + "\\.camel\\.yaml");
            breaches.unless(
                    trunk || other, file, "call it NN-name.camel.yaml, or (domains|channels)/<route id>.camel.yaml");
            List<JsonNode> found = file.routes();
            String first = found.isEmpty() ? "" : found.get(0).path("id").asText();
            breaches.unless(!other || file.name().equals(first), file, "call it as its first route, \"" + first + "\"");
        }
    }

    @Test
    void idsAreWordsAndUnique() {
        Set<String> seen = new HashSet<>();
        for (RouteFile file : routes) {
            for (JsonNode route : file.routes()) {
                breaches.unless(route.has("id"), file, "a route has no id: write one, " + route.path("description"));
            }
            for (String id : file.texts("id")) {
                breaches.unless(
                        id.matches(WORDS), file, id + ": write an id of lower-case words, no numbers: like-this");
                breaches.unless(seen.add(id), file, id + ": the id stands twice, write another one");
            }
        }
    }

    @Test
    void descriptionsTellTheReader() {
        for (RouteFile file : routes) {
            String form = file.isDomain() ? "[A-Z].* - to .+" : "[A-Z].* - .+";
            String hint =
                    file.isDomain() ? "\"<Things> - to <where>\"" : "\"<Pattern> - <what it does for the reader>\"";
            for (JsonNode entry : Stream.concat(file.routes().stream(), file.configurations().stream())
                    .toList()) {
                String text = entry.path("description").asText();
                boolean kept = text.matches(form) && text.length() <= LONGEST_DESCRIPTION;
                String limit = ", on one line of at most " + LONGEST_DESCRIPTION + " characters";
                breaches.unless(kept, file, "description \"" + text + "\": write " + hint + limit);
            }
        }
    }

    @Test
    void directConsumersHaveTheNameOfTheirRoute() {
        for (RouteFile file : routes) {
            for (JsonNode route : file.routes()) {
                Endpoint from = new Endpoint(route.path("from"));
                String id = route.path("id").asText();
                boolean kept = !from.is("direct") || from.target().equals(id);
                breaches.unless(kept, file, "direct " + from.target() + ": write name: " + id + ", as the route's id");
            }
        }
    }

    @Test
    void routesFitOnOneScreen() {
        for (RouteFile file : routes) {
            for (int length : file.lengths()) {
                String instead =
                        " lines: write at most " + LONGEST_ROUTE + ", and the rest as a route to call by direct";
                breaches.unless(length <= LONGEST_ROUTE, file, length + instead);
            }
        }
    }

    @Test
    void commentsAreDescriptions() {
        for (RouteFile file : all) {
            file.comments()
                    .forEach(line ->
                            breaches.unless(false, file, "line " + line + ": write the comment as description:"));
        }
    }

    @Test
    void domainRoutesStayInTheTransaction() {
        String instead = ": send to a queue, and write this step into a route of routes/channels";
        for (RouteFile file : routes.stream().filter(RouteFile::isDomain).toList()) {
            for (Endpoint endpoint : file.endpoints()) {
                boolean kept = Set.of("direct", "jms", "kamelet").contains(endpoint.scheme());
                breaches.unless(kept, file, endpoint.uri() + instead);
            }
            for (String step : DETACHING) {
                breaches.unless(file.content().findValue(step) == null, file, step + instead);
            }
        }
    }

    @Test
    void kameletsSayWhatTheyAre() {
        for (RouteFile file : kamelets) {
            JsonNode content = file.content();
            JsonNode definition = content.at("/spec/definition");
            String name = content.at("/metadata/name").asText();
            boolean named = file.path().endsWith(name + ".kamelet.yaml");
            breaches.unless(content.path("kind").asText().equals("Kamelet"), file, "write kind: Kamelet");
            breaches.unless(named, file, name + ": write the file's name, metadata: name: " + file.name());
            for (String key : List.of("title", "description")) {
                breaches.unless(!definition.path(key).asText().isBlank(), file, "write spec: definition: " + key + ":");
            }
        }
    }
}

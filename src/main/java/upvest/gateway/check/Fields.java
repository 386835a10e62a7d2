package upvest.gateway.check;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import upvest.gateway.FilesBelow;
import upvest.gateway.check.YamlFile.Place;
import upvest.gateway.delivery.TypeTable;
import upvest.gateway.settings.Spelling;

/** What jq and jsonpath ask of an event: fields that contract, case or sample have, and results that fit their place. */
final class Fields {
    private static final List<String> LANGUAGES = List.of("jq", "jsonpath");
    private static final Pattern FIRST = Pattern.compile("^[\\s($]*\\.([A-Za-z_]\\w*)");
    private static final Pattern OF_OBJECT =
            Pattern.compile("\\.object((?:\\.[A-Za-z_]\\w*)+)(\\s*(?:[<>]=?|==)\\s*\\d)?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final String contract;
    private final Set<String> fields;
    private final List<Finding> found = new ArrayList<>();
    private @Nullable List<JsonNode> events;

    private Fields(Path home, String contract) throws IOException {
        this.home = home;
        this.contract = contract;
        this.fields = fields(home.resolve("schemas"), contract);
    }

    static List<Finding> findings(Checkout checkout) {
        try {
            String contract = Settings.gateway(checkout.settings()).contract();
            Fields all = new Fields(checkout.home(), contract);
            for (RouteFile file : checkout.routes()) {
                for (String language : LANGUAGES) {
                    file.yaml().keyed(language).forEach(all::look);
                }
            }
            return all.found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> fields(Path schemas, String contract) throws IOException {
        try {
            boolean listed = Files.exists(TypeTable.file(schemas, contract));
            return listed ? TypeTable.read(schemas, contract).fields() : Set.of();
        } catch (JacksonException e) {
            return Set.of(); // told with the table itself
        }
    }

    /** Those of the cases, and of the samples of the contract. */
    private List<JsonNode> events() {
        if (events == null) {
            events = new ArrayList<>();
            try {
                for (Path file : files(home.resolve("routes").resolve("cases"), ".*\\.ya?ml")) {
                    for (Place event : YamlFile.read(home, file, ignored -> {}).keyed("events")) {
                        for (Place text : event.children()) {
                            events.add(json(text.text()));
                        }
                    }
                }
                for (Path file : files(home.resolve("samples").resolve(contract), ".*\\.json")) {
                    json(Files.readString(file)).path("payload").forEach(events::add);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return events;
    }

    private static List<Path> files(Path folder, String name) throws IOException {
        return Files.isDirectory(folder) ? FilesBelow.of(folder, name) : List.of();
    }

    private static JsonNode json(String event) {
        try {
            return JSON.readTree(event);
        } catch (JacksonException e) { // it is posted all the same
            return MissingNode.getInstance();
        }
    }

    private void look(Place language) {
        Place expression = language.at("/expression");
        result(language);
        FIRST.matcher(expression.text()).results().forEach(field -> first(expression, field.group(1)));
        OF_OBJECT.matcher(expression.text()).results().forEach(field -> ofObject(expression, field));
    }

    /** A JSON value is no header: JMS drops it without a word. */
    private void result(Place language) {
        boolean header = language.pointer().matches(".*/(setHeader|setHeaders/headers/\\d+)/expression/\\w+");
        if (header && language.at("/resultType").text().isEmpty()) {
            found.add(language.finding(
                    Rule.RESULT,
                    "the header would be a JSON value, which no message can carry",
                    "write resultType: java.lang.String beside its expression:"));
        }
    }

    private void first(Place expression, String field) {
        if (!fields.isEmpty() && !fields.contains(field)) {
            String near = Spelling.nearest(field, fields);
            found.add(expression.finding(
                    Rule.FIELD,
                    "an event has no field " + field + " in this contract",
                    near == null ? "write one of " + fields : "write ." + near));
        }
    }

    private void ofObject(Place expression, MatchResult field) {
        String pointer = "/object" + field.group(1).replace('.', '/');
        List<JsonNode> values = events().stream()
                .map(event -> event.at(pointer))
                .filter(value -> !value.isMissingNode())
                .toList();
        if (values.isEmpty()) {
            found.add(expression.finding(
                    Rule.FIELD,
                    "the contract does not say that there is object" + field.group(1)
                            + ", and no case or sample has it",
                    "write a case with such an event into routes/cases"));
        } else if (field.group(2) != null && values.stream().anyMatch(JsonNode::isTextual)) {
            found.add(expression.finding(
                    Rule.FIELD,
                    "object" + field.group(1) + " is a text in a case or sample, and compared with a number here",
                    "write (.object" + field.group(1) + " | tonumber)"));
        }
    }
}

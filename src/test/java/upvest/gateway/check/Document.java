package upvest.gateway.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A document, read as a program of a consumer reads it.
 *
 * @param read the schemas that were used, by place
 */
record Document(ObjectNode tree, Map<String, JsonSchema> read) {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V7);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    static Document of(Path home, String... arguments) throws Exception {
        try (Trial trial = Trial.of(home, List.of(arguments))) {
            return new Document(AsyncApi.of(home, trial), new HashMap<>());
        }
    }

    /** What the official schema has against the document. */
    List<String> violations() {
        Path schema = Path.of("src/test/resources/asyncapi/3.0.0.json");
        return SCHEMAS.getSchema(SchemaLocation.of(schema.toUri().toString()), STRICT).validate(tree).stream()
                .map(Object::toString)
                .toList();
    }

    /** What the schema at this place of the document has against a value. */
    List<String> violations(String pointer, JsonNode value) {
        ObjectNode root = tree.objectNode();
        root.setAll(tree);
        JsonSchema schema =
                read.computeIfAbsent(pointer, any -> SCHEMAS.getSchema(root.put("$ref", "#" + pointer), STRICT));
        return schema.validate(value).stream().map(Object::toString).toList();
    }

    /** The references that lead nowhere within the document. */
    List<String> loose() {
        List<String> loose = new ArrayList<>();
        for (String reference : tree.findValuesAsText("$ref")) {
            if (!reference.startsWith("#") || tree.at(reference.substring(1)).isMissingNode()) {
                loose.add(reference);
            }
        }
        return loose;
    }

    /** A place of the document, references followed. */
    JsonNode at(String pointer) {
        JsonNode node = tree;
        for (JsonPointer step = JsonPointer.compile(pointer); !step.matches(); step = step.tail()) {
            node = node.path(step.getMatchingProperty()).isMissingNode()
                    ? node.path(step.getMatchingIndex())
                    : node.path(step.getMatchingProperty());
            while (node.has("$ref")) {
                node = tree.at(node.get("$ref").asText().substring(1));
            }
        }
        return node;
    }

    List<String> types(String channel) {
        JsonNode type = tree.at("/components/schemas").path(Messages.types(channel));
        List<String> types = new ArrayList<>();
        type.path(type.has("enum") ? "enum" : "examples").forEach(name -> types.add(name.asText()));
        return types;
    }
}

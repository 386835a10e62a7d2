package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Camel's schema of its YAML without the short forms: each step and each language is a map, a language stands below
 * {@code expression}. This is what Kaoto writes, and with one way to say a thing each mistake gets one message.
 */
final class CanonicalYaml {
    private static final String TEMPLATE = "/spec/template";

    private CanonicalYaml() {}

    static List<Finding> findings(Checkout checkout) {
        List<Finding> found = new ArrayList<>();
        JsonNode camel = camel();
        JsonSchema schema = schema(camel, "route", "routeConfiguration");
        for (RouteFile file : checkout.routes()) {
            validate(schema, file, file.yaml().content(), "", found);
        }
        JsonSchema template = schema(camel, "from");
        for (RouteFile file : checkout.kamelets()) {
            JsonNode content = JsonNodeFactory.instance
                    .arrayNode()
                    .add(file.yaml().content().at(TEMPLATE));
            validate(template, file, content, TEMPLATE, found);
        }
        return found;
    }

    private static JsonNode camel() {
        try {
            return new ObjectMapper()
                    .readTree(Objects.requireNonNull(CanonicalYaml.class.getResource("/schema/camelYamlDsl.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema of route files, for editors: in the place of a number and of true or false a placeholder may stand. */
    static JsonNode routes() {
        JsonNode schema = canonical(camel(), "route", "routeConfiguration");
        for (JsonNode typed : schema.findParents("type")) {
            String type = typed.path("type").asText();
            if (type.equals("number") || type.equals("boolean")) {
                ObjectNode value = (ObjectNode) typed;
                value.putArray("type").add(type).add("string");
                value.put("pattern", "^\\{\\{.*}}$");
            }
        }
        return schema;
    }

    private static JsonSchema schema(JsonNode whole, String... top) {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .preloadJsonSchema(false) // of a thousand definitions a file needs some
                .build();
        return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(canonical(whole, top), config);
    }

    /** @param top the keys that may stand at the top of a file */
    private static JsonNode canonical(JsonNode whole, String... top) {
        JsonNode camel = whole.deepCopy();
        ((ObjectNode) camel.at("/items/properties")).retain(top);
        for (JsonNode marked : camel.findParents("deprecated")) {
            ((ObjectNode) marked)
                    .properties()
                    .removeIf(mark -> mark.getValue().isBoolean()
                            && mark.getKey().equals("deprecated")); // no keyword of this JSON Schema, it is warned of
        }
        for (JsonNode definition : camel.at("/items/definitions")) {
            dropTexts((ObjectNode) definition);
            dropInlineForms((ObjectNode) definition);
        }
        ((ObjectNode) camel.at("/items/definitions/org.apache.camel.model.language.ExpressionDefinition"))
                .put("minProperties", 1)
                .put("maxProperties", 1);
        return camel;
    }

    /** Either a text or an object becomes the object. */
    private static void dropTexts(ObjectNode definition) {
        if (definition.at("/oneOf/0/type").asText().equals("string")) {
            definition.setAll((ObjectNode) definition.remove("oneOf").get(1));
        }
    }

    /** A property without a schema gets the one that an alternative has for it, or goes. */
    private static void dropInlineForms(ObjectNode definition) {
        JsonNode alternatives = definition.remove("anyOf");
        if (alternatives != null) {
            ObjectNode properties = (ObjectNode) definition.get("properties");
            alternatives.findValues("properties").forEach(form -> properties.setAll((ObjectNode) form));
            properties.properties().removeIf(property -> property.getValue().isEmpty());
        }
    }

    /** A placeholder's type is not looked at: it is a text until it is resolved. */
    private static void validate(
            JsonSchema schema, RouteFile file, JsonNode content, String below, List<Finding> found) {
        if (file.yaml().content().isMissingNode()) {
            return; // no YAML, which is told
        }
        for (ValidationMessage error : schema.validate(content)) {
            if (!error.getInstanceNode().asText().startsWith("{{")) {
                found.add(finding(file, error, below));
            }
        }
    }

    private static Finding finding(RouteFile file, ValidationMessage error, String below) {
        String pointer = error.getInstanceLocation().toString();
        String place = below.isEmpty() ? pointer : pointer.replaceFirst("^/0", below);
        if (error.getType().equals("additionalProperties")) {
            String key = String.valueOf(error.getProperty());
            return file.finding(
                    file.yaml().line(place + "/" + key),
                    Rule.SCHEMA,
                    key + ": is not a key here",
                    "write a key of Camel's reference, and a language below expression:");
        }
        String key = place.replaceFirst(".*/", "");
        if (error.getType().equals("required")) {
            return file.finding(
                    file.yaml().line(place),
                    Rule.SCHEMA,
                    key + ": has no " + error.getProperty(),
                    "write " + error.getProperty() + ": below it");
        }
        String message = error.getMessage().replaceFirst("^\\S*: ", "");
        return file.finding(file.yaml().line(place), Rule.SCHEMA, key + ": " + message, instead(message));
    }

    private static String instead(String message) {
        return switch (message) {
            case "string found, object expected" -> "write a map, to: {uri: ...} or simple: {expression: ...}";
            case "string found, boolean expected", "string found, number expected" -> "write it without quotes";
            default -> "write it as Camel's reference has it";
        };
    }
}

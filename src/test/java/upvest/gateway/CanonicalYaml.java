package upvest.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.List;

/**
 * Camel's schema of its YAML without the short forms: each step and each language is a map, a language stands below
 * {@code expression}. This is what Kaoto writes, and with one way to say a thing each mistake gets one message.
 */
final class CanonicalYaml {
    private final JsonSchema schema;

    /** @param top the keys that may stand at the top of a file, such as {@code route} */
    CanonicalYaml(String... top) throws IOException {
        JsonNode camel = new ObjectMapper().readTree(CanonicalYaml.class.getResource("/schema/camelYamlDsl.json"));
        ((ObjectNode) camel.at("/items/properties")).retain(top);
        for (JsonNode definition : camel.at("/items/definitions")) {
            dropTexts((ObjectNode) definition);
            dropInlineForms((ObjectNode) definition);
        }
        ((ObjectNode) camel.at("/items/definitions/org.apache.camel.model.language.ExpressionDefinition"))
                .put("minProperties", 1)
                .put("maxProperties", 1);
        schema = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(camel);
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

    /** What is wrong, where, and what to write. A placeholder's type is not looked at: it is a text until it is resolved. */
    List<String> mistakes(JsonNode content) {
        return schema.validate(content).stream()
                .filter(error -> !error.getInstanceNode().asText().startsWith("{{"))
                .map(error -> error.getMessage() + instead(error))
                .toList();
    }

    private static String instead(ValidationMessage error) {
        return switch (error.getMessage().replaceFirst(".*: ", "")) {
            case "string found, object expected" -> ": write a map, to: {uri: ...} or simple: {expression: ...}";
            case "string found, boolean expected", "string found, number expected" -> ": write it without quotes";
            default ->
                error.getType().equals("additionalProperties")
                        ? ": write a key of Camel's reference, and a language below expression:"
                        : "";
        };
    }
}

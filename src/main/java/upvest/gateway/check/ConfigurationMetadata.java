package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import upvest.gateway.settings.KnownSettings;

/**
 * The settings {@code upvest.*} for editors that know Spring Boot: type, meaning and default of each, see
 * <a href="https://docs.spring.io/spring-boot/specification/configuration-metadata/">Configuration Metadata</a>.
 */
public final class ConfigurationMetadata {
    /** Where it stands, path from the project's folder; from there it gets into the jar. */
    public static final Path PLACE = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ConfigurationMetadata() {}

    /** What is to stand there, made of {@code config/application.yaml}. */
    public static String of(Path home) throws IOException {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        add("", EditorSchemas.settings(home), metadata.putArray("properties"));
        return JSON.writeValueAsString(metadata) + "\n";
    }

    private static void add(String prefix, JsonNode section, ArrayNode properties) {
        for (Map.Entry<String, JsonNode> entry : section.path("properties").properties()) {
            String name = prefix + entry.getKey();
            JsonNode setting = entry.getValue();
            if (setting.has("properties")) {
                add(name + ".", setting, properties);
                continue;
            }
            JsonNode standard = setting.path("default");
            String type = standard.isArray() ? list(name) : KnownSettings.type(name, standard.asText());
            ObjectNode property = properties
                    .addObject()
                    .put("name", name)
                    .put("type", type)
                    .put("description", setting.path("description").asText());
            if (!standard.isMissingNode()) {
                property.set("defaultValue", value(type, standard));
            }
        }
    }

    private static String list(String name) {
        boolean ofSections = KnownSettings.ofGateway().stream().anyMatch(known -> known.startsWith(name + "."));
        return "java.util.List<java.lang." + (ofSections ? "Object>" : "String>");
    }

    private static JsonNode value(String type, JsonNode standard) {
        return switch (type) {
            case "java.lang.Long" -> JsonNodeFactory.instance.numberNode(standard.asLong());
            case "java.lang.Boolean" -> JsonNodeFactory.instance.booleanNode(standard.asBoolean());
            default -> standard;
        };
    }
}

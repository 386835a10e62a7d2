package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** JSON Schemas with which an editor completes and underlines what engineers write. */
public final class EditorSchemas {
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private EditorSchemas() {}

    /** Each schema by the name of its file. */
    public static Map<String, JsonNode> of(Path home) throws IOException {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        schemas.put("routes.json", CanonicalYaml.routes());
        schemas.put("case.json", resource("case.json"));
        schemas.put("types.json", resource("types.json"));
        schemas.put("settings.json", settings(home));
        return schemas;
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(EditorSchemas.class.getResourceAsStream(name), name)) {
            return new ObjectMapper().readTree(file);
        }
    }

    /** The keys {@code upvest.*} with their comments and defaults; a section of one's own may be added, no key to theirs. */
    static ObjectNode settings(Path home) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setProcessComments(true);
        try (Reader text = Files.newBufferedReader(home.resolve("config").resolve("application.yaml"))) {
            MappingNode whole = (MappingNode) new Yaml(options).compose(text);
            ObjectNode upvest = JSON.objectNode();
            for (NodeTuple entry : whole.getValue()) {
                if (name(entry).equals("upvest")) {
                    upvest = section((MappingNode) entry.getValueNode());
                }
            }
            upvest.remove("additionalProperties");
            ObjectNode schema = JSON.objectNode().put("$schema", DRAFT).put("type", "object");
            schema.putObject("properties").set("upvest", upvest);
            return schema;
        }
    }

    private static ObjectNode section(MappingNode section) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        for (NodeTuple entry : section.getValue()) {
            ObjectNode setting = setting(entry.getValueNode());
            String meaning = meaning(entry.getKeyNode().getBlockComments());
            if (!meaning.isEmpty()) {
                setting.put("description", meaning);
            }
            properties.set(name(entry), setting);
        }
        return schema;
    }

    private static ObjectNode setting(Node value) {
        if (value instanceof MappingNode below) {
            return section(below);
        }
        ObjectNode setting = JSON.objectNode();
        if (value instanceof SequenceNode items) {
            setting.putArray("type").add("array").add("string");
            ArrayNode standard = setting.putArray("default");
            items.getValue().forEach(item -> standard.add(((ScalarNode) item).getValue()));
        } else if (value instanceof ScalarNode text && !value.getTag().equals(Tag.NULL)) {
            setting.put("default", text.getValue());
            if (value.getTag().equals(Tag.BOOL)) {
                setting.putArray("enum").add(true).add(false);
            }
        }
        return setting;
    }

    private static String name(NodeTuple entry) {
        return ((ScalarNode) entry.getKeyNode()).getValue();
    }

    private static String meaning(@Nullable List<CommentLine> comments) {
        return comments == null
                ? ""
                : comments.stream()
                        .map(line -> line.getValue().strip())
                        .collect(Collectors.joining(" "))
                        .strip();
    }
}

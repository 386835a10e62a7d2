package upvest.gateway.check;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CommentEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file as text and as a tree that knows its lines.
 *
 * @param path from the checked folder
 * @param lines by JSON pointer, the line of a key or of a list's element, counted from 1
 * @param keys what stands under a key, filled at the first question
 */
record YamlFile(Path path, String text, JsonNode content, Map<String, Integer> lines, Map<String, List<Place>> keys) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Reads a file; one that is no YAML, or not one document of it, is empty, and is found. */
    static YamlFile read(Path home, Path file, Consumer<Finding> found) throws IOException {
        Path path = home.relativize(file);
        String text = "";
        try {
            text = Files.readString(file);
            Map<String, Integer> lines = new HashMap<>();
            JsonNode content = YAML.readTree(text);
            List<Node> documents = new ArrayList<>();
            new Yaml().composeAll(new StringReader(text)).forEach(documents::add);
            Finding number = path.startsWith("config") ? null : wrongNumber(path, documents); // there for profiles
            if (number == null) {
                note(documents.isEmpty() ? null : documents.get(0), "", lines);
                return new YamlFile(path, text, content, lines, new HashMap<>());
            }
            found.accept(number);
        } catch (JacksonException e) {
            found.accept(broken(path, e));
        } catch (YAMLException e) {
            int line = e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                    ? marked.getProblemMark().getLine() + 1
                    : 1;
            found.accept(broken(path, line, String.valueOf(e.getMessage())));
        } catch (CharacterCodingException e) {
            found.accept(new Finding(path, 1, Rule.YAML, "this is not UTF-8", "save the file as UTF-8"));
        }
        return new YamlFile(path, text, MissingNode.getInstance(), Map.of(), new HashMap<>());
    }

    /** Null when there is one document in the file. */
    private static @Nullable Finding wrongNumber(Path path, List<Node> documents) {
        if (documents.isEmpty()) {
            return new Finding(path, 1, Rule.YAML, "the file is empty", "write a route, or delete the file");
        }
        return documents.size() == 1
                ? null
                : new Finding(
                        path,
                        line(documents.get(1)),
                        Rule.YAML,
                        "a second document begins here, and nobody reads it",
                        "take the line --- away, or write a file of its own");
    }

    static Finding broken(Path path, JacksonException e) {
        return broken(path, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e.getOriginalMessage());
    }

    private static Finding broken(Path path, int line, String why) {
        return new Finding(
                path,
                Math.max(1, line),
                Rule.YAML,
                "this is not YAML: " + why.lines().findFirst().orElse(""),
                "write it with blanks, two for each level");
    }

    private static void note(@Nullable Node node, String pointer, Map<String, Integer> lines) {
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                String key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
                String child = pointer + JsonPointer.empty().appendProperty(key);
                lines.put(child, line(entry.getKeyNode()));
                note(entry.getValueNode(), child, lines);
            }
        } else if (node instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                lines.put(pointer + "/" + i, line(list.getValue().get(i)));
                note(list.getValue().get(i), pointer + "/" + i, lines);
            }
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** The line of what stands there, or of the nearest thing around it. */
    int line(String pointer) {
        Integer line = lines.get(pointer);
        return line != null ? line : pointer.isEmpty() ? 1 : line(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    /** The line of a place in the text. */
    int lineAt(int offset) {
        return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
    }

    /** Everything under this key, at any depth, in the order of the file. */
    List<Place> keyed(String key) {
        if (keys.isEmpty()) {
            collect(new Place(this, "", content));
        }
        return keys.getOrDefault(key, List.of());
    }

    private void collect(Place at) {
        for (Place child : at.children()) {
            if (at.node().isObject()) {
                String key = child.pointer().substring(at.pointer().length() + 1);
                keys.computeIfAbsent(key, any -> new ArrayList<>()).add(child);
            }
            collect(child);
        }
    }

    /** The lines with a comment. */
    List<Integer> comments() {
        LoaderOptions options = new LoaderOptions();
        options.setProcessComments(true);
        List<Integer> commented = new ArrayList<>();
        for (Event event : new Yaml(options).parse(new StringReader(text))) {
            if (event instanceof CommentEvent comment && comment.getCommentType() != CommentType.BLANK_LINE) {
                commented.add(event.getStartMark().getLine() + 1);
            }
        }
        return commented;
    }

    /** A part of the tree, and where it stands. */
    record Place(YamlFile file, String pointer, JsonNode node) {
        int line() {
            return file.line(pointer);
        }

        Place at(String relative) {
            return new Place(file, pointer + relative, node.at(relative));
        }

        String text() {
            return node.asText();
        }

        boolean within(Place other) {
            return pointer.startsWith(other.pointer + "/");
        }

        List<Place> children() {
            List<Place> children = new ArrayList<>();
            if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    children.add(at("/" + i));
                }
            } else {
                node.fieldNames().forEachRemaining(key -> {
                    String step = JsonPointer.empty().appendProperty(key).toString();
                    children.add(at(step));
                });
            }
            return children;
        }

        Finding finding(Rule rule, String what, String instead) {
            return new Finding(file.path(), line(), rule, what, instead);
        }
    }
}

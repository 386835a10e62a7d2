package upvest.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.events.CommentEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One file of {@code routes/} or {@code kamelets/}, as text and as a tree. */
record RouteFile(Path path, String text, JsonNode content) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}");
    private static final Pattern BEAN_OPTION = Pattern.compile("[\"']#(?:bean:)?([\\w.-]+)[\"']");

    /** Every YAML file in the folder and below, at least one. */
    static List<RouteFile> below(String folder) throws IOException {
        try (Stream<Path> paths = Files.walk(Path.of(folder))) {
            List<RouteFile> files = paths.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .map(RouteFile::read)
                    .toList();
            if (files.isEmpty()) {
                throw new AssertionError(folder + ": no YAML file");
            }
            return files;
        }
    }

    private static RouteFile read(Path path) {
        try {
            String text = Files.readString(path);
            return new RouteFile(path, text, YAML.readTree(text));
        } catch (IOException e) {
            throw new AssertionError(path + ": not YAML, " + e.getMessage(), e);
        }
    }

    /** The path from the project's folder, with slashes. */
    String place() {
        return path.toString().replace('\\', '/');
    }

    /** What stands before the first dot of the file's name. */
    String name() {
        return path.getFileName().toString().replaceFirst("\\..*", "");
    }

    boolean isDomain() {
        return path.startsWith(Path.of("routes", "domains"));
    }

    List<JsonNode> routes() {
        return content.findValues("route");
    }

    List<JsonNode> configurations() {
        return content.findValues("routeConfiguration");
    }

    /** Every text under this key, at any depth. */
    List<String> texts(String key) {
        return content.findValues(key).stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    List<Endpoint> endpoints() {
        return content.findParents("uri").stream().map(Endpoint::new).toList();
    }

    /** What stands between double braces. */
    List<String> placeholders() {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** Names of beans: what {@code ref} says, and options such as {@code "#mailSender"}. */
    List<String> beans() {
        List<String> names = new ArrayList<>();
        texts("ref").forEach(name -> names.add(name.replaceFirst("^#(bean:)?", "")));
        BEAN_OPTION.matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** The numbers of the lines with a comment, counted from 1. */
    List<Integer> comments() {
        LoaderOptions options = new LoaderOptions();
        options.setProcessComments(true);
        List<Integer> lines = new ArrayList<>();
        for (Event event : new Yaml(options).parse(new StringReader(text))) {
            if (event instanceof CommentEvent comment && comment.getCommentType() != CommentType.BLANK_LINE) {
                lines.add(event.getStartMark().getLine() + 1);
            }
        }
        return lines;
    }

    /** How many lines each route and each configuration takes. */
    List<Integer> lengths() {
        return new Yaml().compose(new StringReader(text)) instanceof SequenceNode entries
                ? entries.getValue().stream().map(RouteFile::length).toList()
                : List.of();
    }

    private static int length(Node entry) {
        return entry.getEndMark().getLine() - entry.getStartMark().getLine();
    }

    /** Something with a {@code uri}: a consumer or a step. */
    record Endpoint(JsonNode node) {
        private static final Map<String, String> TARGET_OPTIONS =
                Map.of("direct", "name", "jms", "destinationName", "kamelet", "templateId");

        String uri() {
            return node.path("uri").asText();
        }

        String scheme() {
            return uri().split("[:?]", 2)[0];
        }

        boolean is(String scheme) {
            return scheme().equals(scheme);
        }

        String option(String name) {
            return node.path("parameters").path(name).asText();
        }

        /** Which route, queue or kamelet is meant, whether the uri says it or an option. */
        String target() {
            String target = uri().substring(scheme().length()).replaceFirst("^:(queue:)?", "");
            return target.isEmpty() ? option(TARGET_OPTIONS.getOrDefault(scheme(), "name")) : target;
        }
    }
}

package upvest.gateway.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A visual editor reads a route or kamelet file as a tree and writes the tree again: keys in an order of its own, long
 * texts on several lines, an id for what has none, as Kaoto does. Camel must load the same model from both. (Camel's own
 * YAML dump is no use here: in 4.17 it leaves out descriptions, {@code doCatch} and what follows a {@code policy}.)
 */
class RoundTripTest {
    private static final Yaml READER = new Yaml();
    private static final List<String> FIRST = List.of("id", "description", "uri", "parameters", "steps");
    private static final Comparator<String> EDITORS_ORDER = Comparator.<String>comparingInt(
                    key -> FIRST.contains(key) ? FIRST.indexOf(key) : FIRST.size())
            .thenComparing(Comparator.naturalOrder());

    static Stream<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("routes", "kamelets")) {
            try (Stream<Path> found = Files.walk(Path.of(folder))) {
                found.filter(file -> file.toString().matches(".*\\.(camel|kamelet)\\.yaml"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(15);
        return files.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void meansTheSameWhenAnEditorWritesItAgain(Path file) throws Exception {
        String written = Files.readString(file);
        String again = writer().dump(rewritten(READER.load(written)));
        assertThat(again).as("another text").isNotEqualTo(written);
        List<Object> model = model(file, written);
        assertThat(model).isNotEmpty();
        assertThat(model(file, again))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .ignoringFieldsMatchingRegexes(".*\\.?(camelContext|resource|lineNumber|location|index)")
                .isEqualTo(model);
    }

    private static Yaml writer() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(80);
        return new Yaml(options);
    }

    /** The same tree in the editor's order; an id for each route and configuration without one. */
    private static Object rewritten(Object node) {
        if (node instanceof List<?> list) {
            return list.stream().map(RoundTripTest::rewritten).toList();
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        Map<String, Object> ordered = new TreeMap<>(EDITORS_ORDER);
        map.forEach((key, value) -> ordered.put((String) key, rewritten(value)));
        for (String named : List.of("route", "routeConfiguration")) {
            if (map.get(named) instanceof Map<?, ?> entry && !entry.containsKey("id")) {
                Map<String, Object> withId = new LinkedHashMap<>(Map.of("id", named + "-4711"));
                entry.forEach((key, value) -> withId.put((String) key, rewritten(value)));
                ordered.put(named, withId);
            }
        }
        return ordered;
    }

    /** What Camel makes of the file. */
    private static List<Object> model(Path file, String yaml) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.build();
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(file.toString(), yaml));
            List<Object> model = new ArrayList<>(camel.getRouteConfigurationDefinitions());
            model.addAll(camel.getRouteTemplateDefinitions());
            model.addAll(camel.getRouteDefinitions());
            return model;
        }
    }
}

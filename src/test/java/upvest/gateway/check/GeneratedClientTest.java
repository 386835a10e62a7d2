package upvest.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.codemodel.JCodeModel;
import com.sun.codemodel.writer.FileCodeWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jsonschema2pojo.DefaultGenerationConfig;
import org.jsonschema2pojo.Jackson2Annotator;
import org.jsonschema2pojo.SchemaGenerator;
import org.jsonschema2pojo.SchemaMapper;
import org.jsonschema2pojo.SchemaStore;
import org.jsonschema2pojo.rules.RuleFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a consumer generates from the document, classes in Java and types in TypeScript, compiles and reads every sample. */
class GeneratedClientTest {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
    private static final String PACKAGE = "client";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"published", "live"})
    void readsEverySample(String contract) throws Exception {
        Document document = Document.of(Path.of(""), "--upvest.contract=" + contract);
        Path file = Files.writeString(
                folder.resolve("asyncapi.json"), document.tree().toString());
        List<String> channels = channels(document);
        Path sources = generate(file.toUri(), channels);
        compile(sources);
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {sources.toUri().toURL()})) {
            List<JsonNode> events = samples(contract);
            int read = 0;
            for (String channel : channels) {
                Class<?> type = classes.loadClass(PACKAGE + "." + Messages.id(channel));
                for (JsonNode event : events) {
                    if (document.types(channel).contains(type(event))) {
                        JsonNode again = JSON.valueToTree(JSON.treeToValue(event, type));
                        assertThat(again.get("id")).isEqualTo(event.get("id"));
                        assertThat(again.get("object")).isEqualTo(event.get("object"));
                        assertThat(type(again)).isEqualTo(type(event));
                        read++;
                    }
                }
            }
            assertThat(read).isGreaterThanOrEqualTo(events.size()).isGreaterThan(50);
            assertThat(classes.loadClass(PACKAGE + ".OrdersHeaders").getMethod("getUpvestEventId"))
                    .isNotNull();
        }
    }

    @EnabledIf(
            value = "upvest.gateway.check.TypeScriptClient#installed",
            disabledReason =
                    "node or npm is missing, or \"npm ci\" in examples/node-amqp could not fetch what it needs")
    @ParameterizedTest
    @ValueSource(strings = {"published", "live"})
    void readsEverySampleInTypeScript(String contract) throws Exception {
        Document document = Document.of(Path.of(""), "--upvest.contract=" + contract);
        TypeScriptClient client = TypeScriptClient.of(document, folder);
        List<String> read = new ArrayList<>();
        for (String channel : channels(document)) {
            Map<Boolean, List<JsonNode>> fits = samples(contract).stream()
                    .collect(Collectors.partitioningBy(
                            event -> document.types(channel).contains(type(event))));
            String type = Messages.id(channel);
            for (JsonNode event : fits.get(true)) {
                client.read(type, event);
                read.add(event.get("id").asText() + " " + type(event));
            }
            client.refuse(type, fits.get(true).get(0).<ObjectNode>deepCopy().put("object", "none"));
            if (contract.equals("published")) { // live takes types that nobody has listed
                client.refuse(type, fits.get(false).get(0));
            }
        }
        assertThat(client.run()).isEqualTo(read).hasSizeGreaterThan(50);
    }

    /** The queues for which the document lists types: in the others anything may be. */
    private static List<String> channels(Document document) {
        return document.at("/channels").properties().stream()
                .map(Map.Entry::getKey)
                .filter(channel -> !document.types(channel).isEmpty())
                .toList();
    }

    private Path generate(URI document, List<String> channels) throws IOException {
        DefaultGenerationConfig settings = new DefaultGenerationConfig() {
            @Override
            public String getDateTimeType() {
                return "java.time.Instant";
            }
        };
        SchemaMapper mapper = new SchemaMapper(
                new RuleFactory(settings, new Jackson2Annotator(settings), new SchemaStore()), new SchemaGenerator());
        JCodeModel model = new JCodeModel();
        for (String channel : channels) {
            String event = Messages.id(channel);
            String headers = event.replaceFirst("Event$", "Headers");
            for (String schema : List.of(event, headers)) {
                mapper.generate(
                        model,
                        schema,
                        PACKAGE,
                        URI.create(document + "#/components/schemas/" + schema).toURL());
            }
        }
        Path sources = Files.createDirectories(folder.resolve("sources"));
        model.build(new FileCodeWriter(sources.toFile()));
        return sources;
    }

    private static void compile(Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> all = Files.walk(sources)) {
            List<Path> java =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(java).isNotEmpty();
            assertThat(java)
                    .extracting(source -> source.getFileName().toString())
                    .noneMatch(name -> name.contains("Anonymous"));
            boolean compiled = compiler.getTask(
                            said, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(java))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    private static List<JsonNode> samples(String contract) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("samples", contract))) {
            for (Path sample :
                    files.filter(file -> !file.toString().contains("bad")).toList()) {
                JSON.readTree(sample.toFile()).get("payload").forEach(events::add);
            }
        }
        return events;
    }

    private static String type(JsonNode event) {
        return event.path(event.hasNonNull("type") ? "type" : "event_type").asText();
    }
}

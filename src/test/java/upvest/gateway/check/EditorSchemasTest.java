package upvest.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersionDetector;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an editor says of the project's files with the schemas that {@code .vscode/settings.json} gives it. */
class EditorSchemasTest {
    private static final Path HOME = Path.of("");

    @Test
    void underlineNothingInWhatIsThere() throws IOException {
        Map<String, JsonNode> schemas = EditorSchemas.of(HOME);
        JsonNode settings =
                new ObjectMapper().readTree(Path.of(".vscode/settings.json").toFile());
        List<String> used = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : settings.path("yaml.schemas").properties()) {
            String name = entry.getKey().replace("./schemas/editor/", "");
            used.add(name);
            List<Path> files = files(entry.getValue());
            assertThat(files).as(entry.toString()).isNotEmpty();
            for (Path file : files) {
                assertThat(underlined(schemas.get(name), Files.readString(file)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(schemas.keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "routes.json, routes/domains/orders.camel.yaml, steps:, stepps:",
        "routes.json, routes/domains/reports.camel.yaml, uri: kamelet:file-sink, url: kamelet:file-sink",
        "case.json, routes/cases/rejected-orders-go-to-their-queue-and-to-operations.yaml, mails:, mail:",
        "types.json, schemas/live/types.yaml, - USER.CREATED, - user.created",
        "settings.json, config/application.yaml, slow-client: 10s, slow-clients: 10s",
        "settings.json, config/application.yaml, tls: false, tls: perhaps",
    })
    void underlineASlip(String schema, Path file, String right, String slip) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(right);
        assertThat(underlined(EditorSchemas.of(HOME).get(schema), text.replace(right, slip)))
                .isNotEmpty();
    }

    @Test
    void explainSettingsInTheirOwnWords() throws IOException {
        JsonNode setting = EditorSchemas.of(HOME)
                .get("settings.json")
                .at("/properties/upvest/properties/limits/properties/in-flight");
        assertThat(setting.path("default").asText()).isEqualTo("32");
        assertThat(setting.path("description").asText()).startsWith("Deliveries received at the same time;");
    }

    /** What editors for Spring Boot read: the settings of the reference, each with what it means, and no others. */
    @Test
    void tellSpringsEditorsTheSettingsOfTheReference() throws IOException {
        List<String> told = new ArrayList<>();
        for (JsonNode setting : new ObjectMapper()
                .readTree(ConfigurationMetadata.PLACE.toFile())
                .path("properties")) {
            told.add(setting.path("name").asText());
            assertThat(setting.path("description").asText())
                    .as(setting.toString())
                    .matches(".{6,}");
        }
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(Path.of("docs/reference/settings.md")).stream()
                        .filter(row -> row.startsWith("| `upvest."))
                        .map(row -> row.split("`")[1])
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "upvest.limits.in-flight, java.lang.Long, 32",
        "upvest.limits.body, org.springframework.util.unit.DataSize, '\"16MB\"'",
        "upvest.mail.redeliveries, java.lang.Long, 120",
        "upvest.signature.required, java.lang.Boolean, true",
        "upvest.signature.window, java.time.Duration, ''",
        "upvest.operators, java.util.List<java.lang.Object>, []",
    })
    void tellSpringsEditorsTypesAndDefaults(String name, String type, String standard) throws IOException {
        JsonNode properties =
                new ObjectMapper().readTree(ConfigurationMetadata.of(HOME)).path("properties");
        for (JsonNode setting : properties) {
            if (setting.path("name").asText().equals(name)) {
                assertThat(setting.path("type").asText()).isEqualTo(type);
                assertThat(setting.path("defaultValue").toString()).isEqualTo(standard);
                return;
            }
        }
        fail(name + " is missing");
    }

    private static List<Path> files(JsonNode globs) throws IOException {
        List<Path> found = new ArrayList<>();
        List<String> all = new ArrayList<>();
        globs.forEach(glob -> all.add(glob.asText()));
        for (String glob : globs.isTextual() ? List.of(globs.asText()) : all) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            try (Stream<Path> files = Files.walk(Path.of(glob.substring(0, glob.indexOf('/'))))) {
                files.filter(matcher::matches).forEach(found::add);
            }
        }
        return found;
    }

    private static List<String> underlined(JsonNode schema, String text) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersionDetector.detect(schema))
                .getSchema(schema)
                .validate(new YAMLMapper().readTree(text))
                .stream()
                .map(Object::toString)
                .filter(told -> !told.contains("deprecated"))
                .toList();
    }
}

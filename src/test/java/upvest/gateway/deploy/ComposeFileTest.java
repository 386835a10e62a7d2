package upvest.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docker-compose.yml} is one, stays on loopback, and sets only what the gateway knows. */
class ComposeFileTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static JsonNode compose;

    @BeforeAll
    static void read() throws IOException {
        compose = YAML.readTree(Path.of("docker-compose.yml").toFile());
    }

    @Test
    void followsTheComposeSpecification() {
        JsonSchema specification = JsonSchemaFactory.getInstance(VersionFlag.V7)
                .getSchema(SchemaLocation.of("classpath:compose/compose-spec.json"));
        assertThat(specification.validate(compose)).isEmpty();
    }

    @Test
    void hasTheFourServices() {
        assertThat(compose.path("services").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("gateway", "artemis", "postgres", "mail");
    }

    @Test
    void publishesOnLoopbackOnly() {
        List<String> published = stream(compose.path("services"))
                .flatMap(service -> stream(service.path("ports")))
                .map(JsonNode::asText)
                .toList();
        assertThat(published).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void setsOnlySettingsThatExist() throws IOException {
        List<String> settings = variables(
                        "upvest",
                        YAML.readTree(Path.of("config/application.yaml").toFile())
                                .path("upvest"))
                .toList();
        List<String> set = compose.at("/services/gateway/environment").properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith("UPVEST_"))
                .toList();
        assertThat(set).isNotEmpty().isSubsetOf(settings);
    }

    @Test
    void runsTheBrokerThatTheGatewayIsBuiltWith() {
        String[] image = compose.at("/services/artemis/image").asText().split(":");
        assertThat(image).hasSize(2).startsWith("apache/artemis");
        assertThat(Path.of("pom.xml")).content().contains("<artemis.version>" + image[1] + "</artemis.version>");
    }

    @Test
    void handsTheBrokerTheSettingsOfTheEmbeddedOne() {
        JsonNode artemis = compose.at("/services/artemis");
        assertThat(stream(artemis.path("volumes")).map(JsonNode::asText))
                .contains("./config/broker.properties:/upvest/broker.properties:ro");
        assertThat(stream(artemis.path("command")).map(JsonNode::asText))
                .containsExactly("run", "--properties", "/upvest/broker.properties");
        assertThat(artemis.path("environment").fieldNames())
                .toIterable()
                .as("no settings beside them")
                .containsExactlyInAnyOrder("ARTEMIS_USER", "ARTEMIS_PASSWORD");
    }

    /** The names of environment variables for all settings below one. */
    private static Stream<String> variables(String name, JsonNode setting) {
        return setting.isObject()
                ? setting.properties().stream().flatMap(next -> variables(name + "_" + next.getKey(), next.getValue()))
                : Stream.of(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private static Stream<JsonNode> stream(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false);
    }
}

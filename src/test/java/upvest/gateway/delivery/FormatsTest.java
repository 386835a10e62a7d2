package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats as the contracts' schemas assert them: each text of {@code src/test/resources/formats}. */
class FormatsTest {
    @TempDir
    Path home;

    private JsonSchema schema(String format) throws Exception {
        Path contract = Files.createDirectories(home.resolve("schemas").resolve(format));
        Files.writeString(
                contract.resolve("event.json"),
                "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"format\":\"" + format + "\"}");
        return Schemas.below(home, format)
                .createSchema(new DefaultCamelContext(), "file:schemas/" + format + "/event.json");
    }

    @TestFactory
    Stream<DynamicTest> texts() {
        return Stream.of("date-time", "uuid").flatMap(format -> Stream.of(true, false)
                .map(valid ->
                        DynamicTest.dynamicTest(format + (valid ? " takes" : " refuses"), () -> check(format, valid))));
    }

    private void check(String format, boolean valid) throws Exception {
        JsonSchema schema = schema(format);
        JsonNode texts = new YAMLMapper()
                .readTree(
                        Path.of("src/test/resources/formats", format + ".yaml").toFile())
                .get(valid ? "valid" : "invalid");
        assertThat(texts).isNotEmpty().allSatisfy(text -> assertThat(
                        schema.validate(text).isEmpty())
                .as(text.toString())
                .isEqualTo(valid));
    }

    /** A format says something about texts only. */
    @ParameterizedTest
    @ValueSource(strings = {"date-time", "uuid"})
    void leavesWhatIsNoTextAlone(String format) throws Exception {
        JsonSchema schema = schema(format);
        JsonNodeFactory json = JsonNodeFactory.instance;
        assertThat(Stream.of(
                        json.numberNode(12),
                        json.numberNode(13.7),
                        json.objectNode(),
                        json.arrayNode(),
                        json.booleanNode(false),
                        json.nullNode()))
                .allSatisfy(value -> assertThat(schema.validate(value)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "2024-08-19T13:06:57Z, 2024-08-19T13:06:57Z",
        "2024-08-19T13:06:57.8Z, 2024-08-19T13:06:57.800Z",
        "2024-08-19T13:06:57.820371265Z, 2024-08-19T13:06:57.820371265Z",
        "2024-08-19T13:06:57.8203712659Z, 2024-08-19T13:06:57.820371265Z",
        "1985-04-12T00:59:59.999999999999999Z, 1985-04-12T00:59:59.999999999Z",
        "2024-08-19T13:06:57.5+05:30, 2024-08-19T07:36:57.500Z",
        "2024-08-19T00:06:57-01:00, 2024-08-19T01:06:57Z",
        "2024-08-19t13:06:57-00:00, 2024-08-19T13:06:57Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "2016-12-31T23:59:60.25Z, 2016-12-31T23:59:59.250Z",
        "2017-01-01T08:59:60+09:00, 2016-12-31T23:59:59Z"
    })
    void keepsTheInstant(String text, Instant instant) {
        assertThat(DateTime.parse(text)).isEqualTo(instant);
    }

    @Test
    void writesThreeDigitsOfTheSecondAlways() {
        assertThat(Stream.of("2026-01-15T08:00:00Z", "2026-01-15T08:00:00.5Z", "2026-01-15T08:00:00.0019Z")
                        .map(Instant::parse)
                        .map(DateTime::millis))
                .containsExactly("2026-01-15T08:00:00.000Z", "2026-01-15T08:00:00.500Z", "2026-01-15T08:00:00.001Z");
    }
}

package upvest.gateway.cases;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import upvest.gateway.testing.Deliverer.Signed;

/**
 * One file of {@code src/test/cases}; its name is the sentence it proves. {@code src/test/cases/README.md} explains the
 * form.
 */
record Case(Given given, List<Step> when, Then then) {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(com.fasterxml.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    static Case read(Path file) throws IOException {
        Case read = YAML.readValue(file.toFile(), Case.class);
        return new Case(
                read.given() == null ? new Given(Map.of()) : read.given(),
                read.when(),
                read.then() == null ? new Then(null, null, null, null, null, null) : read.then());
    }

    record Given(Map<String, String> settings) {}

    /** Exactly one of post, raw, stop, start, restart. */
    record Step(Post post, String raw, Part stop, Part start, Part restart, Integer answer) {}

    enum Part {
        BROKER,
        LEDGER,
        MAIL,
        GATEWAY
    }

    /** The body is one of file, events, body, hex or long. */
    record Post(
            Path file,
            List<String> events,
            String body,
            String hex,
            @JsonProperty("long") Integer length,
            String method,
            String query,
            String path,
            Map<String, String> headers,
            Signed signed,
            boolean chunked,
            int copies) {}

    /**
     * @param channels by queue, what stands in it in order: an event's number, or d and a delivery's number
     * @param failures by the same names, the reason on the message
     * @param failedRoutes by the same names, the route that the message says it came from
     * @param mails names of events that operations are mailed about
     * @param files names of events that became files
     * @param refused reason that the metric counts
     */
    record Then(
            Map<String, List<String>> channels,
            Map<String, String> failures,
            Map<String, String> failedRoutes,
            List<String> mails,
            List<String> files,
            String refused) {
        Then {
            channels = channels == null ? Map.of() : channels;
            failures = failures == null ? Map.of() : failures;
            failedRoutes = failedRoutes == null ? Map.of() : failedRoutes;
            mails = mails == null ? List.of() : mails;
            files = files == null ? List.of() : files;
        }
    }
}

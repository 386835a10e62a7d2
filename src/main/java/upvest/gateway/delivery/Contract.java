package upvest.gateway.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.jsonvalidator.JsonUriSchemaLoader;
import org.apache.camel.component.jsonvalidator.JsonValidatorErrorHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import upvest.gateway.GatewayProperties;

/** What camel-json-validator needs to be strict and to say briefly what is wrong. */
@Configuration(proxyBeanMethods = false)
class Contract {
    private static final int MOST_VIOLATIONS = 3;
    private static final int LONGEST_POINTER = 200;

    @Bean
    JsonUriSchemaLoader schemaLoader(GatewayProperties properties) {
        return Schemas.below(Path.of(""), properties.contract());
    }

    /**
     * Refuses trailing tokens, keys that stand twice, and texts that are too deep or too long. It is the only mapper there is,
     * and writes what operations answer as well: times as text, nothing for null.
     */
    @Bean
    ObjectMapper strictJson(GatewayProperties properties) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(properties.limits().depth())
                        .maxStringLength(properties.limits().text())
                        .maxNameLength(properties.limits().text())
                        .build());
        return mapper;
    }

    @Bean
    JsonValidatorErrorHandler violations() {
        return new JsonValidatorErrorHandler() {
            @Override
            public void handleErrors(Exchange exchange, JsonSchema schema, Set<ValidationMessage> errors)
                    throws ContractViolation {
                throw new ContractViolation(exchange, describe(errors));
            }

            @Override
            public void handleErrors(Exchange exchange, JsonSchema schema, Exception error) throws ContractViolation {
                throw new ContractViolation(exchange, describe(error));
            }
        };
    }

    private static String describe(Set<ValidationMessage> errors) {
        List<String> all = errors.stream().map(Contract::describe).sorted().toList();
        String first = String.join("; ", all.subList(0, Math.min(MOST_VIOLATIONS, all.size())));
        return all.size() > MOST_VIOLATIONS ? first + "; and " + (all.size() - MOST_VIOLATIONS) + " more" : first;
    }

    /** JSON Pointer and rule, such as {@code /id: format uuid} or {@code (root): required object}. */
    private static String describe(ValidationMessage error) {
        String pointer = error.getInstanceLocation().toString();
        if (pointer.length() > LONGEST_POINTER) {
            pointer = pointer.substring(0, LONGEST_POINTER) + "...";
        }
        JsonNode rule = error.getSchemaNode();
        String expected = error.getProperty() != null
                ? " " + error.getProperty()
                : rule != null && rule.isValueNode() ? " " + rule.asText() : "";
        return (pointer.isEmpty() ? "(root)" : pointer) + ": " + error.getType() + expected;
    }

    /** Jackson's own words quote the text: only where it stands is told. */
    private static String describe(Exception error) {
        if (!(error instanceof JsonProcessingException json)) {
            return "not JSON: " + error.getClass().getSimpleName();
        }
        String where = json.getLocation() == null
                ? ""
                : " at line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr();
        if (json instanceof StreamConstraintsException) {
            return "too deep or too long" + where;
        }
        String message = json.getOriginalMessage();
        if (json instanceof MismatchedInputException && message.startsWith("Duplicate field")) {
            return "a key occurs twice" + where;
        }
        if (json instanceof MismatchedInputException && message.startsWith("Trailing token")) {
            return "text after the end" + where;
        }
        return "not JSON" + where;
    }
}

package upvest.gateway.consumerkit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What is known about the events of one category, or of a type that differs from its category: {@code categories.yaml}.
 *
 * @param channel where the gateway sends them
 * @param object what the object of a live event looks like, to be filled in by {@link Resource}; null where only the
 *     published contract has the category
 */
record Category(String channel, JsonNode object) {
    private static final Map<String, Category> ALL = read();

    /** What is known about a type, else about its category, the part before the dot. */
    static Category of(String type) {
        return ALL.getOrDefault(type, ALL.get(type.substring(0, type.indexOf('.'))));
    }

    private static Map<String, Category> read() {
        try (InputStream file = Category.class.getResourceAsStream("categories.yaml")) {
            return new YAMLMapper().readValue(file, new TypeReference<Map<String, Category>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package upvest.gateway.delivery;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known of a contract's events beyond its schema: {@code types.yaml} beside it.
 *
 * @param fields top-level fields of an event
 * @param types event types, such as {@code ORDER.NEW}, in the order in which they are documented
 * @param unrouted those of the types that are meant to end in the channel unknown
 */
public record TypeTable(
        @JsonDeserialize(as = LinkedHashSet.class) Set<String> fields,
        @JsonDeserialize(as = LinkedHashSet.class) Set<String> types,
        @JsonDeserialize(as = LinkedHashSet.class) Set<String> unrouted) {
    /** The field in which Upvest itself sends the type. */
    static final String UPVESTS = "type";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** The field that holds the type; where there are two, the one that Upvest itself sends. */
    public String typeField() {
        return fields.contains(UPVESTS) ? UPVESTS : "event_type";
    }

    /** The contracts that have such a file, by name. */
    public static List<String> contracts(Path schemas) throws IOException {
        try (Stream<Path> folders = Files.list(schemas)) {
            return folders.filter(folder -> Files.exists(folder.resolve("types.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Reads {@code <schemas>/<contract>/types.yaml}. */
    public static TypeTable read(Path schemas, String contract) throws IOException {
        return YAML.readValue(file(schemas, contract).toFile(), TypeTable.class);
    }

    /** Where a contract's table stands. */
    public static Path file(Path schemas, String contract) {
        return schemas.resolve(contract).resolve("types.yaml");
    }
}

package upvest.gateway.consumerkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which schema the events satisfy: the gateway's setting {@code upvest.contract}. */
public enum Contract {
    /** A schema that others published: {@code event_type} out of a closed list, {@code object} with {@code id} and {@code type}. */
    PUBLISHED("event_type"),
    /** What Upvest really sends: {@code type}, and the whole resource as {@code object}. */
    LIVE("type");

    private final String typeField;
    private final List<String> types;

    Contract(String typeField) {
        this.typeField = typeField;
        this.types = read("schemas/" + name().toLowerCase(Locale.ROOT) + "/types.yaml");
    }

    /** The event types that are known, such as {@code ORDER.NEW}. Under {@link #LIVE} others may come as well. */
    public List<String> types() {
        return types;
    }

    String typeField() {
        return typeField;
    }

    private static List<String> read(String resource) {
        try (InputStream file = Contract.class.getResourceAsStream(resource)) {
            List<String> types = new ArrayList<>();
            for (JsonNode type : new YAMLMapper().readTree(file).path("types")) {
                types.add(type.asText());
            }
            return List.copyOf(types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import upvest.gateway.delivery.Schemas;

/** A contract's event schema and all that it refers to, as schemas of a document that stands alone. */
final class EventSchema {
    static final String NAME = "Event";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final ObjectNode schemas;

    private EventSchema(Path home, ObjectNode schemas) {
        this.home = home;
        this.schemas = schemas;
    }

    /**
     * Adds {@link #NAME} and what it refers to, each under the name it has in its file.
     *
     * @param schemas the document's {@code components.schemas}
     */
    static void addTo(ObjectNode schemas, Path home, String contract) throws IOException {
        Path file = home.resolve(Path.of("schemas", contract, "event.json"));
        new EventSchema(home, schemas).add(NAME, file, JSON.readTree(file.toFile()));
    }

    private void add(String name, Path file, JsonNode schema) throws IOException {
        ObjectNode copy = schema.deepCopy();
        copy.remove(List.of("$schema", "$id", "$defs"));
        if (copy.has("title")) { // generators make a class of that name; what it said is a description
            String said = copy.get("title").asText();
            copy.put("title", name).put("description", copy.path("description").asText(said));
        }
        schemas.set(name, copy); // before what it refers to, which may refer to it
        for (JsonNode referring : copy.findParents("$ref")) {
            move((ObjectNode) referring, file);
        }
    }

    /** Lets a reference lead to the document's own schema. What stands beside it would be passed over: it moves out. */
    private void move(ObjectNode referring, Path file) throws IOException {
        String[] reference = referring.remove("$ref").asText().split("#", 2);
        String pointer = reference.length == 2 ? reference[1] : "";
        Path target = Schemas.referred(home, file, reference[0]);
        String name = pointer.isEmpty()
                ? target.getFileName().toString().replaceFirst("\\.json$", "")
                : pointer.replaceFirst(".*/", "");
        if (!schemas.has(name)) {
            add(name, target, JSON.readTree(target.toFile()).at(pointer));
        }
        String here = "#/components/schemas/" + name;
        if (referring.isEmpty()) {
            referring.put("$ref", here);
        } else {
            referring.withArrayProperty("allOf").addObject().put("$ref", here);
        }
    }
}

package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A message as a client of AMQP 1.0 sees it: what AMQP has in its header and properties under names of its own stands in
 * {@code amqp.yaml}, all other headers are application-properties.
 */
final class AmqpSchema {
    private AmqpSchema() {}

    /**
     * Adds a channel's schema, made of that of its headers.
     *
     * @param word the channel's name as that of a class
     * @param types the schema of its event types
     * @return its name
     */
    static String add(ObjectNode schemas, String word, @Nullable String types) {
        String name = word + "Amqp";
        ObjectNode schema = schemas.putObject(name).put("title", name);
        schema.setAll(AsyncApi.resource("amqp.yaml"));
        ObjectNode sections = (ObjectNode) schema.get("properties");
        if (types != null) {
            ((ObjectNode) sections.at("/properties/properties/subject"))
                    .removeAll()
                    .put("$ref", "#/components/schemas/" + types);
        }
        ObjectNode others = sections.putObject("application-properties").put("type", "object");
        JsonNode headers = schemas.get(word + "Headers");
        headers.path("properties").fields().forEachRemaining(header -> {
            if (!header.getKey().startsWith("JMSX")) {
                others.withObjectProperty("properties").set(header.getKey(), header.getValue());
            }
        });
        if (headers.has("required")) {
            headers.get("required").forEach(header -> {
                if (!header.asText().startsWith("JMSX")) {
                    others.withArrayProperty("required").add(header);
                }
            });
        }
        return name;
    }
}

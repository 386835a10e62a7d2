package upvest.gateway.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The message of each channel: the headers that were seen on it, with what {@code headers.yaml} says, and its payload. */
final class Messages {
    private final ObjectNode known = AsyncApi.resource("headers.yaml");
    private final Sends sends;
    private final String typeField;
    private final ObjectNode schemas;

    /**
     * @param typeField the payload's field that holds the event type
     * @param schemas takes what several messages share, under names such as {@code UpvestEventId}, {@code orders.type}
     */
    Messages(Sends sends, String typeField, ObjectNode schemas) {
        this.sends = sends;
        this.typeField = typeField;
        this.schemas = schemas;
    }

    /** @param text what people write of the channel; a payload that stands there moves to the message */
    ObjectNode on(String channel, ObjectNode text) {
        Sends.Channel seen = sends.channel(channel);
        JsonNode payload = text.remove("payload");
        ObjectNode message = schemas.objectNode();
        message.put("name", channel).put("title", text.get("title").asText());
        String types = seen.types().isEmpty() ? null : types(channel, seen.types());
        ObjectNode headers = message.putObject("headers").put("type", "object");
        ObjectNode binding = message.putObject("bindings").putObject("jms");
        ObjectNode protocol = binding.putObject("headers").put("type", "object");
        binding.put("bindingVersion", AsyncApi.BINDING);
        for (String name : names(channel, seen)) {
            ObjectNode of = name.matches("JMS[^X_].*") ? protocol : headers; // AsyncAPI has JMS's own in the binding
            reference(of.withObjectProperty("properties").putObject(name), header(name, types));
            if (seen.always().contains(name)) {
                of.withArrayProperty("required").add(name);
            }
        }
        message.set("payload", payload != null ? payload : payload(types));
        message.putObject("correlationId")
                .put("description", "The event id; JMSCorrelationID is the same.")
                .put("location", "$message.header#/UpvestEventId");
        return message.put("x-ordering-key", "JMSXGroupID");
    }

    /** What was seen, and what gateway and broker add to it, in the order of {@code headers.yaml}. */
    private Set<String> names(String channel, Sends.Channel seen) {
        Set<String> names = new LinkedHashSet<>();
        known.fields().forEachRemaining(header -> {
            JsonNode only = header.getValue().path("only");
            boolean added = header.getValue().has("from")
                    && (only.isMissingNode() || only.asText().equals(channel));
            if (added || seen.headers().contains(header.getKey())) {
                names.add(header.getKey());
            }
        });
        names.addAll(seen.headers()); // those that a domain route sets
        return names;
    }

    private String header(String name, @Nullable String types) {
        if (name.equals("JMSType") && types != null) {
            return types;
        }
        if (known.has(name)) {
            ObjectNode schema = known.get(name).get("schema").deepCopy();
            schemas.set(
                    name, schema.put("x-present", known.get(name).get("present").asText()));
        } else {
            schemas.putObject(name).put("type", "string").put("description", "set by a route");
        }
        return name;
    }

    /** The schema of a channel's event types: a list that is complete only where the contract is. */
    private String types(String channel, Set<String> types) {
        ObjectNode schema = schemas.putObject(channel + ".type").put("type", "string");
        if (sends.open()) {
            schema.put("description", "Others can come: the contract takes types that nobody has listed.");
        }
        types.forEach(schema.putArray(sends.open() ? "examples" : "enum")::add);
        return channel + ".type";
    }

    private ObjectNode payload(@Nullable String types) {
        ObjectNode payload = schemas.objectNode();
        if (types == null) {
            return reference(payload, EventSchema.NAME);
        }
        var both = payload.putArray("allOf");
        reference(both.addObject(), EventSchema.NAME);
        reference(both.addObject().putObject("properties").putObject(typeField), types);
        return payload;
    }

    private static ObjectNode reference(ObjectNode from, String schema) {
        return from.put("$ref", "#/components/schemas/" + schema);
    }
}

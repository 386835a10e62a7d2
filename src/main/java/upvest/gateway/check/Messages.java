package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The message of each channel: the headers that were seen on it, with what {@code headers.yaml} says, and its payload.
 * Each schema has a name, such as {@code OrdersEvent}, {@code OrdersType}, {@code OrdersHeaders}: generators make it that
 * of a class.
 */
final class Messages {
    private static final Pattern PART = Pattern.compile("(?:^|[^A-Za-z0-9]+)([A-Za-z0-9]?)");

    private final ObjectNode known = AsyncApi.resource("headers.yaml");
    private final Sends sends;
    private final String typeField;
    private final ObjectNode schemas;

    /**
     * @param typeField the payload's field that holds the event type
     * @param schemas takes what the messages are made of
     */
    Messages(Sends sends, String typeField, ObjectNode schemas) {
        this.sends = sends;
        this.typeField = typeField;
        this.schemas = schemas;
    }

    /** The id of a channel's message, and the name of its payload's schema. */
    static String id(String channel) {
        return word(channel) + "Event";
    }

    /** As the name of a class: {@code savings-plans} is {@code SavingsPlans}. */
    private static String word(String channel) {
        return PART.matcher(channel).replaceAll(part -> part.group(1).toUpperCase(Locale.ROOT));
    }

    /** The name of the schema of a channel's event types. */
    static String types(String channel) {
        return word(channel) + "Type";
    }

    /** @param text what people write of the channel; a payload that stands there moves to the message */
    ObjectNode on(String channel, ObjectNode text) {
        Sends.Channel seen = sends.channel(channel);
        JsonNode payload = text.remove("payload");
        String types = seen.types().isEmpty() ? null : typesSchema(channel, seen.types());
        ObjectNode message = schemas.objectNode();
        message.put("name", id(channel)).put("title", text.get("title").asText());
        message.put("contentType", "application/json");
        reference(message.putObject("headers"), headers(channel, seen, types, false));
        ObjectNode binding = message.putObject("bindings").putObject("jms");
        reference(binding.putObject("headers"), headers(channel, seen, types, true));
        binding.put("bindingVersion", AsyncApi.BINDING);
        reference(message.putObject("payload"), payload(channel, payload, types));
        message.putObject("correlationId")
                .put("description", "The event id; JMSCorrelationID is the same.")
                .put("location", "$message.header#/UpvestEventId");
        reference(message.putObject("x-amqp1"), AmqpSchema.add(schemas, word(channel), types));
        return message.put("x-ordering-key", "JMSXGroupID");
    }

    /** The schema of a message's properties, or of JMS's own headers, which AsyncAPI has in the binding. */
    private String headers(String channel, Sends.Channel seen, @Nullable String types, boolean ofJms) {
        String name = word(channel) + (ofJms ? "JmsHeaders" : "Headers");
        ObjectNode schema = named(name).put("type", "object");
        for (String header : names(channel, seen)) {
            if (header.matches("JMS[^X_].*") == ofJms) {
                reference(schema.withObjectProperty("properties").putObject(header), header(header, types));
                if (seen.always().contains(header)) {
                    schema.withArrayProperty("required").add(header);
                }
            }
        }
        return name;
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
    private String typesSchema(String channel, Set<String> types) {
        ObjectNode schema = named(types(channel)).put("type", "string");
        if (sends.open()) {
            schema.put("description", "Others can come: the contract takes types that nobody has listed.");
            schema.set("pattern", target(event().at("/properties/" + typeField)).path("pattern"));
        }
        types.forEach(schema.putArray(sends.open() ? "examples" : "enum")::add);
        return types(channel);
    }

    private String payload(String channel, @Nullable JsonNode written, @Nullable String types) {
        ObjectNode payload = named(id(channel));
        if (written != null) {
            payload.setAll((ObjectNode) written);
        } else {
            payload.setAll(event().deepCopy()); // an allOf of both would be nothing that generators understand
            payload.put("title", id(channel));
            if (types != null) {
                reference(payload.withObjectProperty("properties").putObject(typeField), types);
            }
        }
        return id(channel);
    }

    /** The schema of an event that has its fields, behind whatever refers to it. */
    private ObjectNode event() {
        JsonNode found = schemas.get(EventSchema.NAME);
        while (!found.has("properties")) {
            found = target(found.has("allOf") ? found.at("/allOf/0") : found);
        }
        return (ObjectNode) found;
    }

    private JsonNode target(JsonNode schema) {
        return schema.has("$ref") ? schemas.path(schema.get("$ref").asText().replaceFirst(".*/", "")) : schema;
    }

    private ObjectNode named(String name) {
        return schemas.putObject(name).put("title", name);
    }

    private static void reference(ObjectNode from, String schema) {
        from.put("$ref", "#/components/schemas/" + schema);
    }
}

package upvest.gateway.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a delivery's body into its events, each the exact bytes that arrived. Judges nothing: what cannot be cut stays
 * whole, and the schemas say why; so does what would take more memory than there is.
 */
public final class DeliveryParser {
    /** Wider than the contract's limits, so that one hostile event does not take its neighbours along. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10_000)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final Set<String> FIELDS = Set.of("id", "created_at", "event_type", "type", "webhook_id");
    /** Where an object names the resource that its event is about; the first that holds an id decides. */
    private static final List<String> OBJECT_FIELDS =
            List.of("id", "account_id", "order_id", "account_group_id", "user_id");

    private final String typeField;
    private final Predicate<String> isNewField;

    /**
     * @param typeField {@code type} or {@code event_type}: which decides where an event has both
     * @param isNewField whether the contract does not know a top-level field
     */
    public DeliveryParser(String typeField, Predicate<String> isNewField) {
        this.typeField = typeField;
        this.isNewField = isNewField;
    }

    /** Cuts a delivery. */
    public Delivery parse(StoredDelivery stored) {
        return parse(stored.body(), stored.deliveryId(), stored.receivedAt());
    }

    /** @param id of the delivery: of the one that the body came in */
    Delivery parse(byte[] body, UUID id, Instant receivedAt) {
        if (body.length > Weight.LIGHT) {
            Weight weight = Weight.of(body);
            if (weight.isTooMuch()) {
                return new Delivery(id, receivedAt, Dispatch.ENVELOPE, body, List.of(unread(body, weight)));
            }
        }
        List<Event> events = new ArrayList<>();
        String text = text(body);
        byte[] envelope = text == null ? body : cut(text, body, events);
        Delivery delivery = new Delivery(id, receivedAt, envelope, body, events);
        return events.isEmpty() ? delivery.whole("no payload could be cut from the delivery") : delivery;
    }

    private static Event unread(byte[] body, Weight weight) {
        return new Event(derivedId(body), body, null, null, null, null, List.of(), weight.told());
    }

    static Event whole(byte[] body) {
        String text = text(body);
        return new Event(derivedId(body), text == null ? body : text, null, null, null, null, List.of(), null);
    }

    /** The envelope of this text; the body where it is no JSON, which then stays whole. */
    private byte[] cut(String text, byte[] body, List<Event> events) {
        try {
            return cut(text, text, events);
        } catch (IOException e) {
            events.clear();
        }
        String readable = HalfCharacters.replaced(text);
        try {
            return readable.equals(text) ? body : cut(text, readable, events);
        } catch (IOException e) {
            events.clear();
            return body;
        }
    }

    /** @param readable the same text for the parser, character by character */
    private byte[] cut(String text, String readable, List<Event> events) throws IOException {
        int start = text.startsWith("\uFEFF") ? 1 : 0; // a byte order mark is no part of the JSON text
        StringBuilder envelope = new StringBuilder();
        int copied = start;
        try (JsonParser json = JSON.createParser(new StringReader(readable.substring(start)))) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean payload = "payload".equals(json.currentName());
                    if (json.nextToken() == JsonToken.START_ARRAY && payload) {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            int from = start + (int) json.currentTokenLocation().getCharOffset();
                            List<String> newFields = new ArrayList<>(0);
                            Map<String, String> fields = readFields(json, newFields);
                            json.finishToken();
                            int to = start + (int) json.currentLocation().getCharOffset();
                            events.add(event(fields, newFields, text.substring(from, to)));
                            envelope.append(text, copied, from).append("{}");
                            copied = to;
                        }
                    } else {
                        json.skipChildren();
                    }
                }
            }
            while (json.nextToken() != null) {
                json.skipChildren();
            }
        }
        return envelope.append(text, copied, text.length()).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The string fields of an event and of its object, the latter with "object." before their names. */
    private Map<String, String> readFields(JsonParser json, List<String> newFields) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT && "object".equals(name)) {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String inner = json.currentName();
                        json.nextToken();
                        keep(json, OBJECT_FIELDS.contains(inner) ? "object." + inner : null, fields);
                    }
                } else {
                    boolean read = FIELDS.contains(name);
                    if (!read && isNewField.test(name)) {
                        newFields.add(name);
                    }
                    keep(json, read ? name : null, fields);
                }
            }
        } else {
            json.skipChildren();
        }
        return fields;
    }

    private static void keep(JsonParser json, @Nullable String name, Map<String, String> fields) throws IOException {
        if (name != null && json.currentToken() == JsonToken.VALUE_STRING) {
            fields.put(name, json.getText());
        }
        json.skipChildren();
    }

    private Event event(Map<String, String> fields, List<String> newFields, String text) {
        String id = Event.usableId(fields.get("id"));
        String type = fields.get(typeField);
        return new Event(
                id == null ? derivedId(text.getBytes(StandardCharsets.UTF_8)) : UUID.fromString(id),
                text,
                Event.usableType(type != null ? type : fields.getOrDefault("type", fields.get("event_type"))),
                objectId(fields),
                Event.usableTime(fields.get("created_at")),
                Event.usableId(fields.get("webhook_id")),
                newFields,
                null);
    }

    private static @Nullable String objectId(Map<String, String> fields) {
        for (String field : OBJECT_FIELDS) {
            String id = Event.usableId(fields.get("object." + field));
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    /** The text of these bytes; null when they are no UTF-8. */
    private static @Nullable String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) { // really sent, or the mark of a broken sequence: the strict decoder tells
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException e) {
                return null;
            }
        }
        return text;
    }

    /** The id of what has this SHA-256. */
    public static UUID idOf(byte[] sha256) {
        ByteBuffer hash = ByteBuffer.wrap(sha256);
        return new UUID((hash.getLong() & ~0xF000L) | 0x8000L, (hash.getLong() >>> 2) | (1L << 63));
    }

    /** A version 8 UUID (RFC 9562) made of the bytes' SHA-256. */
    static UUID derivedId(byte[] bytes) {
        try {
            return idOf(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}

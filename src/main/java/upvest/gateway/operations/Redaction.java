package upvest.gateway.operations;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import upvest.gateway.delivery.Delivery;
import upvest.gateway.delivery.Event;

/**
 * What is left of a delivery: of each event the fields that the headers are made of, and those that the operator names. An
 * object or a list is never kept as a whole, so that nobody keeps by accident what stands in it.
 */
final class Redaction {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ALWAYS = List.of(
            "/id",
            "/created_at",
            "/type",
            "/event_type",
            "/webhook_id",
            "/object/id",
            "/object/type",
            "/object/account_id",
            "/object/order_id",
            "/object/account_group_id",
            "/object/user_id");
    /** Ids, types and times are shorter; what is longer is something else. */
    private static final int LONGEST = 200;

    private final List<JsonPointer> kept;

    Redaction(List<String> fields) {
        kept = Stream.concat(ALWAYS.stream(), fields.stream())
                .map(JsonPointer::compile)
                .toList();
    }

    byte[] of(Delivery delivery) {
        StringJoiner events = new StringJoiner(",", "{\"payload\":[", "]}");
        delivery.events().forEach(event -> events.add(of(event)));
        return events.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String of(Event event) {
        ObjectNode left = JSON.createObjectNode();
        try {
            JsonNode whole = event.body() instanceof String text ? JSON.readTree(text) : JSON.missingNode();
            if (whole.path("object").isObject()) {
                left.putObject("object");
            }
            kept.forEach(pointer -> keep(pointer, whole, left));
        } catch (JsonProcessingException e) {
            left.removeAll(); // what is no JSON is nothing that can be kept in part
        }
        return left.toString();
    }

    private static void keep(JsonPointer pointer, JsonNode whole, ObjectNode left) {
        for (JsonPointer above = pointer.head(); above != null; above = above.head()) {
            if (!whole.at(above).isObject()) {
                return; // in a list, or not there
            }
        }
        JsonNode value = whole.at(pointer);
        if (value.isValueNode() && value.asText().length() <= LONGEST) {
            ObjectNode parent = left.withObject(pointer.head());
            parent.set(pointer.last().getMatchingProperty(), value);
        }
    }
}

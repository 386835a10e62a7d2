package upvest.gateway.consumerkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An event before it is known when it is delivered.
 *
 * @param copy whether it comes again
 */
record Draft(ObjectNode event, String text, String type, String channel, boolean copy) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Draft of(ObjectNode event, String channel) {
        try {
            String type = event.path(event.has("type") ? "type" : "event_type").asText();
            return new Draft(event, JSON.writeValueAsString(event), type, channel, false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Draft again() {
        return new Draft(event, text, type, channel, true);
    }

    /** What keeps its order; an event that has no such id is alone. */
    String line() {
        String group = deliver(Instant.EPOCH).objectId();
        return group == null ? "event " + event.path("id").asText() : group;
    }

    /** A copy came second in a delivery that had it twice, so that its delivery is another one. */
    Event deliver(Instant received) {
        String delivery = Event.delivery(copy ? text + "," + text : text);
        return new Event(
                event.path("id").asText(),
                type,
                channel,
                text,
                Headers.of(event, type, channel, delivery, received),
                copy);
    }
}

package upvest.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.UUID;

/** Gives the events of a sample ids that no gateway has seen, and something in them that nobody may print. */
public final class FreshIds {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FreshIds() {}

    /** The same text with other event ids, and one more field in each object; the same id stays the same. */
    public static String of(String delivery) throws IOException {
        String fresh = delivery;
        for (JsonNode event : JSON.readTree(delivery).path("payload")) {
            fresh = fresh.replace(event.path("id").asText(), UUID.randomUUID().toString());
        }
        return fresh.replace("\"object\":{", "\"object\":{\"owner\":\"" + Payloads.MARKER + "\",");
    }
}

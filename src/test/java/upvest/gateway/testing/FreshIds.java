package upvest.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.UUID;

/** Gives the events of a sample ids that no gateway has seen. */
public final class FreshIds {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FreshIds() {}

    /** The same text with other event ids; the same id stays the same. */
    public static String of(String delivery) throws IOException {
        String fresh = delivery;
        for (JsonNode event : JSON.readTree(delivery).path("payload")) {
            fresh = fresh.replace(event.path("id").asText(), UUID.randomUUID().toString());
        }
        return fresh;
    }
}

package upvest.gateway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import upvest.gateway.MessageHeaders;

/** A message of each channel: the first of the samples' events that the routes send there, with its headers. */
final class Examples {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What differs each time; these are the headers of a delivery once sent. */
    private static final Map<String, String> ONCE = Map.of(
            MessageHeaders.DELIVERY_ID,
            "c667b655-77bb-8328-aee1-5acb5ddae9b7",
            MessageHeaders.RECEIVED_AT,
            "2026-01-15T08:00:32.004Z");

    private static final Set<String> OF_JMS = Set.of("JMSCorrelationID", "JMSType");

    private Examples() {}

    /**
     * Finds them.
     *
     * @param home whose {@code samples/<contract>/every-type.json} is read; without it there are none
     * @return by channel
     */
    static Map<String, ObjectNode> of(Path home, String contract, Trial trial) throws IOException {
        Map<String, ObjectNode> examples = new TreeMap<>();
        for (JsonNode event : samples(home.resolve(Path.of("samples", contract, "every-type.json")))) {
            for (Trial.Sent sent : trial.event(event.toString()).sent()) {
                if (!examples.containsKey(sent.channel())) {
                    examples.put(sent.channel(), example(event, sent.headers()));
                }
            }
        }
        return examples;
    }

    private static List<JsonNode> samples(Path file) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        if (Files.isReadable(file)) {
            JSON.readTree(file.toFile()).path("payload").forEach(events::add);
        }
        return events;
    }

    private static ObjectNode example(JsonNode event, Map<String, ?> headers) {
        ObjectNode example = JSON.createObjectNode();
        ObjectNode shown = example.putObject("headers");
        headers.forEach((name, value) -> {
            if (!OF_JMS.contains(name)) {
                shown.put(name, ONCE.getOrDefault(name, String.valueOf(value)));
            }
        });
        example.set("payload", event);
        return example;
    }
}

package upvest.gateway.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A delivery as it stands in a file, or one event, or a list of events, of which a delivery is made. */
final class DeliveryFile {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Path STANDARD_INPUT = Path.of("-");

    private DeliveryFile() {}

    /**
     * The bytes of a delivery; the events' text is kept.
     *
     * @throws IllegalArgumentException when it is neither, and why
     */
    static byte[] read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder: name a file of it");
        }
        byte[] content = file.equals(STANDARD_INPUT) ? System.in.readAllBytes() : Files.readAllBytes(file);
        try (JsonParser json = JSON.createParser(content)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_ARRAY) {
                return delivery("", content, "");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(
                        file + " holds neither a delivery, {\"payload\": [...]}, nor an event");
            }
            return hasPayload(json) ? content : delivery("[", content, "]");
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    file + ":" + e.getLocation().getLineNr() + ": this is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Reads to the end: what stands behind may be no JSON. */
    private static boolean hasPayload(JsonParser json) throws IOException {
        boolean found = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            found |= json.currentName().equals("payload");
            json.nextToken();
            json.skipChildren();
        }
        return found;
    }

    private static byte[] delivery(String before, byte[] events, String after) throws IOException {
        ByteArrayOutputStream delivery = new ByteArrayOutputStream();
        delivery.write(("{\"payload\":" + before).getBytes(StandardCharsets.UTF_8));
        delivery.write(events);
        delivery.write((after + "}").getBytes(StandardCharsets.UTF_8));
        return delivery.toByteArray();
    }
}

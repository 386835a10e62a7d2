package upvest.gateway.consumerkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What the gateway writes on a message: its reference "Channels and headers". */
final class Headers {
    /** Where an object names the resource that its event is about; the first that is there decides. */
    private static final List<String> IDS = List.of("id", "account_id", "order_id", "account_group_id", "user_id");

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Headers() {}

    /** @param delivery the body of the request that the event came in */
    static SortedMap<String, String> of(
            JsonNode event, String type, String channel, String delivery, Instant received) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("UpvestEventId", event.path("id").asText());
        headers.put("UpvestEventType", type);
        headers.put("UpvestCategory", type.substring(0, type.indexOf('.')));
        headers.put("UpvestDeliveryId", derivedId(delivery));
        headers.put("UpvestReceivedAt", MILLIS.format(received));
        OffsetDateTime created = OffsetDateTime.parse(event.path("created_at").asText());
        if (created.getYear() < 9999) {
            headers.put("UpvestCreatedAt", created.toInstant().toString());
        }
        JsonNode object = event.path("object");
        IDS.stream().filter(object::has).findFirst().map(object::get).ifPresent(id -> {
            headers.put("UpvestObjectId", id.asText());
            headers.put("JMSXGroupID", id.asText());
        });
        if (channel.equals("unknown")) {
            headers.put("UpvestFailure", "no domain route sends this type anywhere");
            headers.put("UpvestFailedRoute", "route-event");
            headers.put("UpvestFailedAt", MILLIS.format(received));
        }
        return headers;
    }

    /** A UUID of version 8 made of the SHA-256 of the text's bytes. */
    private static String derivedId(String text) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new UUID((hash.getLong() & ~0xF000L) | 0x8000L, (hash.getLong() >>> 2) | (1L << 63)).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}

package upvest.gateway.operations;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import upvest.gateway.ledger.Search.Position;

/** What an operator writes for an event, a delivery, an object, or a page of them. */
final class Ids {
    private Ids() {}

    static UUID uuid(String text) {
        try {
            return UUID.fromString(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an id: an id is a UUID, 36 characters", e);
        }
    }

    static Position position(String text) {
        String[] parts = text.split(",", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("'" + text + "' is not a page: take what the page before gave as next");
        }
        return new Position(Instant.parse(parts[0]), uuid(parts[1]));
    }

    /** Null for what is blank, as forms send it. */
    static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}

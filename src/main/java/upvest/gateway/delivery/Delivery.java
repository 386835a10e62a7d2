package upvest.gateway.delivery;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, cut into its events, which is what a Splitter makes of it.
 *
 * @param id derived from the body's bytes: a retry of the same request has the same id
 * @param envelope the body with every event replaced by <code>{}</code>: what the envelope's schema is checked against
 * @param events in the order of arrival; the whole body as its only element when the body is no JSON or has no payload
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they arrived; deliveries are never compared
public record Delivery(UUID id, Instant receivedAt, byte[] envelope, byte[] body, List<Event> events)
        implements Iterable<Event> {

    @Override
    public Iterator<Event> iterator() {
        return events.iterator();
    }

    /** The subscription that sent it, as the first event says that names one. */
    public @Nullable String webhookId() {
        return events.stream()
                .map(Event::webhookId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The same delivery, uncut, as one event that can go no further than the invalid channel. */
    public Delivery whole(String failure) {
        return new Delivery(
                id,
                receivedAt,
                envelope,
                body,
                List.of(DeliveryParser.whole(body).withFailure(failure)));
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "Delivery[id=" + id + ", events=" + events.size() + "]";
    }
}

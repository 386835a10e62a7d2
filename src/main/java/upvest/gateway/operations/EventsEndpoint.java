package upvest.gateway.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.lang.Nullable;
import org.springframework.stereotype.Component;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.Queues;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.Search;
import upvest.gateway.ledger.Search.FoundDelivery;
import upvest.gateway.ledger.Search.FoundEvent;
import upvest.gateway.ledger.Search.Position;

/** {@code /actuator/events}: what the ledger knows of events. */
@Component
@Endpoint(id = "events")
final class EventsEndpoint {
    static final Duration BACK = Duration.ofHours(24);
    private static final int USUAL = 100;
    private static final int MOST = 10_000;

    private final Search search;
    private final EventLocations locations;
    private final InboxReport inbox;
    private final Suggestion suggestion;
    private final Clock clock;

    EventsEndpoint(Search search, EventLocations locations, InboxReport inbox, Suggestion suggestion, Clock clock) {
        this.search = search;
        this.locations = locations;
        this.inbox = inbox;
        this.suggestion = suggestion;
        this.clock = clock;
    }

    @ReadOperation
    @ManagedOperation(
            description = "What the ledger knows of an event, and where it is now; when it does not know it, how many"
                    + " deliveries wait in the inbox, since when and why")
    @ManagedOperationParameter(name = "id", description = "The event's id")
    EventLookup event(@Selector String id) {
        UUID event = Ids.uuid(id);
        List<FoundEvent> found = search.event(event);
        if (found.isEmpty()) {
            return new EventLookup(null, inbox.now());
        }
        String webhook = search.attempts(found.get(0).entry().deliveryId(), 1).stream()
                .map(FoundDelivery::delivery)
                .map(delivery -> delivery.webhookId())
                .findFirst()
                .orElse(null);
        List<String> now = locations
                .of(found, new QueueContent.Match(MessageHeaders.EVENT_ID, event.toString()))
                .get(event);
        return new EventLookup(EventRow.of(found.get(0), webhook, now), null);
    }

    @ReadOperation
    @ManagedOperation(
            description = "A page of events, in the order in which they were received, and where the next begins")
    @ManagedOperationParameter(
            name = "since",
            description = "2026-11-21T10:15:00Z, 2026-11-21, or 90m ago; 24h when left out")
    @ManagedOperationParameter(name = "until", description = "The same; now when left out")
    @ManagedOperationParameter(name = "type", description = "An event type, such as ORDER.NEW; all when left out")
    @ManagedOperationParameter(
            name = "channel",
            description = "A queue, such as orders or upvest.dead; all when left out")
    @ManagedOperationParameter(
            name = "after",
            description = "What the page before gave as next; the first page when left out")
    @ManagedOperationParameter(name = "limit", description = "Events on the page, at most 10000; 100 when left out")
    EventPage find(
            @Nullable String since,
            @Nullable String until,
            @Nullable String type,
            @Nullable String channel,
            @Nullable String after,
            @Nullable Integer limit) {
        Instant now = clock.instant();
        String place = Ids.given(after);
        Position from =
                place == null ? Position.before(TimeArgument.of(since, now, now.minus(BACK))) : Ids.position(place);
        int size = limit == null ? USUAL : Math.max(1, Math.min(limit, MOST));
        String wanted = Ids.given(type);
        String named = Ids.given(channel);
        String queue = named == null ? null : Queues.PREFIX + Queues.channel(named);
        List<FoundEvent> page =
                search.find(new Search.Wanted(from, TimeArgument.of(until, now, now), wanted, queue), size);
        Ledger.Entry last = page.size() == size ? page.get(size - 1).entry() : null;
        return new EventPage(
                page.stream().map(event -> EventRow.of(event, null, null)).toList(),
                last == null ? null : last.receivedAt() + "," + last.eventId(),
                page.isEmpty() ? suggestion.of(wanted, named) : null);
    }
}

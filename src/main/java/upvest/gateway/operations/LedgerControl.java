package upvest.gateway.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.Outcome;
import upvest.gateway.ledger.Completeness;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.Search;
import upvest.gateway.ledger.Search.FoundEvent;
import upvest.gateway.ledger.Search.Position;

/** The ledger in JMX: what {@code bin/gateway event, delivery, object} and {@code find} ask for. Changes nothing. */
@Component
@ManagedResource(
        objectName = LedgerControl.NAME,
        description = "Finds events and deliveries: when they came, and where they are now")
public final class LedgerControl {
    public static final String NAME = "upvest.gateway:type=Ledger";
    private static final int MOST = 10_000;
    /** Of a question to answer at once. */
    private static final Duration LONGEST = Duration.ofDays(31);

    private static final Duration BACK = Duration.ofHours(24);

    /** So far behind, the asker's clock may still mean now. */
    private static final Duration NOW = Duration.ofMinutes(1);

    private final Search search;
    private final EventLocations locations;
    private final Completeness completeness;
    private final UnrecordedMessages unrecorded;
    private final InboxReport inbox;
    private final Suggestion suggestion;
    private final Clock clock;

    LedgerControl(
            Search search,
            EventLocations locations,
            Completeness completeness,
            UnrecordedMessages unrecorded,
            InboxReport inbox,
            Suggestion suggestion,
            Clock clock) {
        this.inbox = inbox;
        this.unrecorded = unrecorded;
        this.suggestion = suggestion;
        this.search = search;
        this.completeness = completeness;
        this.locations = locations;
        this.clock = clock;
    }

    @ManagedOperation(
            description = "What the ledger knows of an event, and where it is now; when it does not know it, how many"
                    + " deliveries wait in the inbox, since when and why")
    @ManagedOperationParameter(name = "id", description = "The event's id")
    public Map<String, Object> event(String id) {
        List<FoundEvent> found = search.event(uuid(id));
        if (found.isEmpty()) {
            return inbox.now();
        }
        Map<String, Object> event = located(found, new QueueContent.Match(MessageHeaders.EVENT_ID, uuid(id).toString()))
                .get(0);
        search.attempts(found.get(0).entry().deliveryId(), 1)
                .forEach(attempt -> put(event, "webhook", attempt.delivery().webhookId()));
        return event;
    }

    @ManagedOperation(
            description = "The attempts of a delivery that were answered 200, and the events it entered, in order")
    @ManagedOperationParameter(name = "id", description = "The delivery's id, UpvestDeliveryId on its messages")
    public Map<String, Object> delivery(String id) {
        List<Map<String, Object>> attempts = new ArrayList<>();
        for (Search.FoundDelivery attempt : search.attempts(uuid(id), MOST)) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("received", attempt.delivery().receivedAt().toString());
            put(row, "webhook", attempt.delivery().webhookId());
            row.put("events", attempt.delivery().events());
            row.put("duplicates", attempt.duplicates());
            attempts.add(row);
        }
        List<FoundEvent> events = search.eventsOf(uuid(id), MOST);
        return Map.of(
                "attempts",
                attempts,
                "events",
                located(events, new QueueContent.Match(MessageHeaders.DELIVERY_ID, uuid(id).toString())));
    }

    @ManagedOperation(description = "The events about an object, in the order in which they were received")
    @ManagedOperationParameter(name = "id", description = "The object's id, or that of its account where it has none")
    public List<Map<String, Object>> object(String id) {
        String object = uuid(id).toString();
        return located(search.about(object, MOST), new QueueContent.Match(MessageHeaders.OBJECT_ID, object));
    }

    @ManagedOperation(
            description = "A page of events, in the order in which they were received, and where the next begins")
    @ManagedOperationParameter(name = "since", description = "2026-11-21T10:15:00Z, 2026-11-21, or 90m ago; empty: 24h")
    @ManagedOperationParameter(name = "until", description = "The same; empty: now")
    @ManagedOperationParameter(name = "type", description = "An event type, such as ORDER.NEW; empty: all")
    @ManagedOperationParameter(name = "channel", description = "A queue, such as orders or upvest.dead; empty: all")
    @ManagedOperationParameter(name = "after", description = "What the page before gave as next; empty: the first page")
    @ManagedOperationParameter(name = "limit", description = "Events on the page, at most 10000")
    public Map<String, Object> find(String since, String until, String type, String channel, String after, int limit) {
        Instant now = clock.instant();
        Position from =
                after.isBlank() ? Position.before(TimeArgument.of(since, now, now.minus(BACK))) : position(after);
        int size = Math.max(1, Math.min(limit, MOST));
        String queue = channel.isBlank() ? null : Queues.PREFIX + Queues.channel(channel.strip());
        List<FoundEvent> page =
                search.find(new Search.Wanted(from, TimeArgument.of(until, now, now), given(type), queue), size);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("events", page.stream().map(LedgerControl::row).toList());
        if (page.size() == size) {
            Ledger.Entry last = page.get(size - 1).entry();
            found.put("next", last.receivedAt() + "," + last.eventId());
        }
        if (page.isEmpty()) {
            put(found, "hint", suggestion.of(given(type), given(channel)));
        }
        return found;
    }

    @ManagedOperation(
            description = "Whether received events = routed + invalid + dead + unknown + duplicate, hour by hour")
    @ManagedOperationParameter(name = "since", description = "2026-11-21T10:15:00Z, 2026-11-21, or 90m ago; empty: 24h")
    @ManagedOperationParameter(name = "until", description = "The same; empty: now. At most 31 days later")
    public Map<String, Object> reconcile(String since, String until) {
        Instant now = clock.instant();
        Instant from = TimeArgument.of(since, now, now.minus(BACK));
        Instant wanted = TimeArgument.of(until, now, now);
        Instant to = wanted.isBefore(now) ? wanted : now;
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("at most " + LONGEST.toDays() + " days at a time: from " + from + " to "
                    + to + " is more; bin/gateway reconcile goes day by day");
        }
        Map<String, Object> reconciled =
                Reconciliation.of(completeness, from, to).map();
        reconciled.put("inbox", inbox.now());
        if (!wanted.isBefore(now.minus(NOW))) {
            reconciled.put("notInLedger", unrecorded.now());
        }
        return reconciled;
    }

    private List<Map<String, Object>> located(List<FoundEvent> events, QueueContent.Match match) {
        Map<UUID, List<String>> places = locations.of(events, match);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (FoundEvent event : events) {
            Map<String, Object> row = row(event);
            row.put("now", places.getOrDefault(event.entry().eventId(), List.of()));
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Object> row(FoundEvent event) {
        Ledger.Entry entry = event.entry();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", entry.eventId().toString());
        put(row, "type", entry.eventType());
        put(row, "object", entry.objectId());
        put(row, "created", entry.createdAt());
        row.put("received", entry.receivedAt().toString());
        row.put("delivery", entry.deliveryId().toString());
        row.put("channel", String.join(",", entry.channels()));
        row.put(
                "outcome",
                entry.channel().equals(Ledger.CUT)
                        ? "cut"
                        : Outcome.of(entry.channel()).label());
        row.put("duplicates", event.duplicates());
        return row;
    }

    private static void put(Map<String, Object> row, String name, @Nullable Object value) {
        if (value != null) {
            row.put(name, value.toString());
        }
    }

    private static @Nullable String given(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private static Position position(String text) {
        String[] parts = text.split(",", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("'" + text + "' is not a page: take what the page before gave as next");
        }
        return new Position(Instant.parse(parts[0]), uuid(parts[1]));
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an id: an id is a UUID, 36 characters", e);
        }
    }
}

package upvest.gateway.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.Queues;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.Search.FoundEvent;

/**
 * Where the messages of events are now: on a queue that the ledger names, with a consumer of it, or in the queues for what
 * failed later. Looks into the queues, so it knows no more than they hold.
 */
@Component
final class EventLocations {
    private static final String EVENT = MessageHeaders.EVENT_ID;
    /** Where messages get from their channel when somebody gives them up. */
    private static final List<String> LATER = List.of(ServiceChannel.DEAD.queue(), ServiceChannel.PARKED.queue());
    /** In a queue with more messages it takes too long to look. */
    private static final int MOST_LOOKED_AT = 1_000_000;

    private final Queues queues;
    private final QueueContent content;

    EventLocations(Queues queues, QueueContent content) {
        this.queues = queues;
        this.content = content;
    }

    /**
     * Where each of these events is.
     *
     * @param match what their messages have in common
     * @return by event, in their order: a sentence for each queue where it is or was
     */
    Map<UUID, List<String>> of(List<FoundEvent> events, QueueContent.Match match) {
        Map<UUID, List<String>> places = new LinkedHashMap<>();
        try {
            SortedMap<String, Queues.Depth> depths = queues.depths();
            Map<String, Look> looks = new LinkedHashMap<>();
            for (String queue : named(events)) {
                looks.put(queue, look(queue, depths.get(queue), match));
            }
            events.forEach(event -> places.put(event.entry().eventId(), places(event, looks)));
        } catch (JmsException e) {
            events.forEach(
                    event -> places.put(event.entry().eventId(), List.of("not known: the broker cannot be asked")));
        }
        return places;
    }

    /** The same as rows. */
    List<EventRow> rows(List<FoundEvent> events, String header, UUID value) {
        Map<UUID, List<String>> places = of(events, new QueueContent.Match(header, value.toString()));
        return events.stream()
                .map(event -> EventRow.of(
                        event, null, places.getOrDefault(event.entry().eventId(), List.of())))
                .toList();
    }

    private static List<String> places(FoundEvent event, Map<String, Look> looks) {
        Ledger.Entry entry = event.entry();
        List<String> places = new ArrayList<>();
        looks.forEach((queue, look) -> {
            if (entry.channels().contains(queue)
                    || LATER.contains(queue) && (look.holds(entry.eventId()) || entry.removed(queue) != null)) {
                places.add(look.tell(queue, entry));
            }
        });
        return places;
    }

    private static Set<String> named(List<FoundEvent> events) {
        Set<String> named = new LinkedHashSet<>();
        events.forEach(event -> named.addAll(event.entry().channels()));
        named.addAll(LATER);
        return named;
    }

    /**
     * What was seen in a queue.
     *
     * @param told instead of an answer, where there is none
     */
    private record Look(Set<String> waiting, Set<String> delivering, String told) {
        boolean holds(UUID event) {
            return waiting.contains(event.toString());
        }

        String tell(String queue, Ledger.Entry entry) {
            if (!told.isEmpty()) {
                return told;
            }
            boolean service = ServiceChannel.queues().contains(queue);
            if (holds(entry.eventId())) {
                return (service ? "in " : "on ") + queue;
            }
            if (delivering.contains(entry.eventId().toString())) {
                return "with a consumer of " + queue;
            }
            String removed = entry.removed(queue);
            if (removed != null) {
                return removed.replaceFirst(" ", " from " + queue + " ");
            }
            return service ? "taken out of " + queue + ", not by the gateway" : "consumed from " + queue;
        }
    }

    private Look look(String queue, Queues.@Nullable Depth depth, QueueContent.Match match) {
        if (queue.equals(Ledger.CUT)) {
            return new Look(Set.of(), Set.of(), "replayed in pieces: its events have ids of their own");
        }
        if (depth == null) {
            return new Look(Set.of(), Set.of(), "there is no " + queue);
        }
        if (depth.messages() > MOST_LOOKED_AT) {
            return new Look(
                    Set.of(),
                    Set.of(),
                    "perhaps on " + queue + ": not searched among its " + depth.messages() + " messages");
        }
        if (depth.messages() == 0) {
            return new Look(Set.of(), Set.of(), "");
        }
        // first those with a consumer: one that comes back meanwhile is found twice rather than not at all
        Set<String> delivering = content.delivering(queue, match, EVENT).keySet();
        return new Look(content.waiting(queue, match, EVENT).keySet(), delivering, "");
    }
}

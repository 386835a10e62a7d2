package upvest.gateway.operations;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.QueueContent;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.Event;
import upvest.gateway.ledger.Ledger;

/**
 * Messages of events that the ledger does not know. An event is entered before it is on a queue, so there are none, unless
 * the ledger has forgotten them for their age, or is a copy of an earlier moment than the broker.
 */
@Component
final class UnrecordedMessages {
    private static final String EVENT = MessageHeaders.EVENT_ID;
    private static final int AT_ONCE = 1000;
    /** In a queue with more messages it takes too long to look. */
    private static final int MOST_LOOKED_AT = 1_000_000;

    private final Queues queues;
    private final QueueContent content;
    private final Ledger ledger;

    UnrecordedMessages(Queues queues, QueueContent content, Ledger ledger) {
        this.queues = queues;
        this.content = content;
        this.ledger = ledger;
    }

    /** How many there are, by queue; without those queues that have none, or cannot be looked at. */
    Map<String, Long> now() {
        Map<String, Long> unknown = new TreeMap<>();
        try {
            queues.depths().forEach((queue, depth) -> {
                boolean small = depth.messages() > 0 && depth.messages() <= MOST_LOOKED_AT;
                long found = small && queue.startsWith(Queues.PREFIX) && !Queues.isInbox(queue) ? in(queue) : 0;
                if (found > 0) {
                    unknown.put(queue, found);
                }
            });
        } catch (JmsException e) {
            return Map.of(); // which the line about the inbox tells
        }
        return unknown;
    }

    private long in(String queue) {
        List<UUID> events = content.waiting(queue, EVENT).keySet().stream()
                .filter(id -> id.equals(Event.usableId(id)))
                .map(UUID::fromString)
                .toList();
        long unknown = events.size();
        for (int from = 0; from < events.size(); from += AT_ONCE) {
            unknown -= ledger.owners(events.subList(from, Math.min(from + AT_ONCE, events.size())))
                    .size();
        }
        return unknown;
    }
}

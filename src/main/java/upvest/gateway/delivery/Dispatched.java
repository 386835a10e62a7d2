package upvest.gateway.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import upvest.gateway.ledger.AcceptedDelivery;
import upvest.gateway.ledger.Ledger;

/** A delivery that was carried through the routes, and where its new events went. */
final class Dispatched {
    private final Delivery delivery;
    private final UUID claimId;
    private final Map<UUID, String> channels = new LinkedHashMap<>();
    private List<Event> events;
    private int inHand;

    Dispatched(Delivery delivery, UUID claimId) {
        this.delivery = delivery;
        this.claimId = claimId;
        this.events = delivery.events();
    }

    Delivery delivery() {
        return delivery;
    }

    UUID claimId() {
        return claimId;
    }

    /** The delivery cannot be cut: it is one event. */
    void keptWhole(Delivery whole) {
        events = whole.events();
        inHand = 0;
    }

    /** One of its events as it arrived; they are asked for in their order. */
    Event arrived(UUID id) {
        while (!events.get(inHand).id().equals(id)) {
            inHand++;
        }
        return events.get(inHand);
    }

    List<Event> events() {
        return events;
    }

    /** @param queues names, separated by commas */
    void went(UUID event, String queues) {
        channels.put(event, queues);
    }

    /** What the ledger is to know of it. */
    Ledger.Claim claim() {
        List<Ledger.Entry> entries = new ArrayList<>(channels.size());
        Map<UUID, Integer> duplicates = new HashMap<>();
        Set<UUID> first = new HashSet<>(channels.keySet());
        for (Event event : events) {
            if (first.remove(event.id())) {
                entries.add(new Ledger.Entry(
                        event.id(),
                        delivery.id(),
                        event.type(),
                        event.objectId(),
                        event.createdAt(),
                        delivery.receivedAt(),
                        Objects.requireNonNull(channels.get(event.id()))));
            } else {
                duplicates.merge(event.id(), 1, Integer::sum);
            }
        }
        return new Ledger.Claim(
                new AcceptedDelivery(
                        claimId, delivery.id(), delivery.webhookId(), delivery.receivedAt(), events.size()),
                entries,
                duplicates);
    }

    /** How each event ended, in order; one that occurs twice is a duplicate the second time. */
    List<Outcome> outcomes() {
        Set<UUID> first = new HashSet<>(channels.keySet());
        return events.stream()
                .map(event -> first.remove(event.id())
                        ? Outcome.of(Objects.requireNonNull(channels.get(event.id())))
                        : Outcome.DUPLICATE)
                .toList();
    }

    /** The new events that are valid. */
    Collection<Event> valid() {
        Map<UUID, Event> valid = new LinkedHashMap<>();
        for (Event event : events) {
            String queues = channels.get(event.id());
            if (queues != null && Outcome.of(queues) != Outcome.INVALID) {
                valid.putIfAbsent(event.id(), event);
            }
        }
        return valid.values();
    }
}

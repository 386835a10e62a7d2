package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.JmsTemplate;
import upvest.gateway.broker.Deadline;
import upvest.gateway.contract.Drift;
import upvest.gateway.delivery.DeliveryTime.Phase;
import upvest.gateway.ledger.AcceptedDeliveries;
import upvest.gateway.ledger.AcceptedDelivery;
import upvest.gateway.ledger.ClaimLog;
import upvest.gateway.ledger.Corrections;
import upvest.gateway.ledger.Ledger;

/** The end of a delivery's transaction, or of a replay: claim, then send. */
final class ClaimEvents implements Processor {
    /** Where a delivery went that was kept whole and could be cut when it was replayed: its events are entered. */
    private static final String CUT = "replayed";

    private final Ledger ledger;
    private final AcceptedDeliveries deliveries;
    private final Corrections corrections;
    private final ClaimLog log;
    private final JmsTemplate broker;
    private final Deadline deadline;
    private final Drift drift;

    ClaimEvents(
            Ledger ledger,
            AcceptedDeliveries deliveries,
            Corrections corrections,
            ClaimLog log,
            JmsTemplate broker,
            Deadline deadline,
            Drift drift) {
        this.deadline = deadline;
        this.drift = drift;
        this.ledger = ledger;
        this.deliveries = deliveries;
        this.corrections = corrections;
        this.log = log;
        this.broker = broker;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        DeliveryTime.enter(Phase.CLAIM);
        Delivery delivery = Objects.requireNonNull(exchange.getIn().getBody(Delivery.class));
        Claim claim = Claim.required();
        Map<UUID, String> channels = claim.channels();
        Again again = Claim.replayed();
        if (again == null) {
            Set<UUID> granted = enter(delivery, channels);
            claim.settle(delivery, outcomes(delivery, channels, granted), drifted(delivery, channels, granted));
            send(claim, granted, guard(granted));
        } else if (again.rehearsal()) {
            again.end(claim.sent());
        } else {
            replay(delivery, channels, claim, again);
        }
    }

    /** Enters what is new; returns that. */
    private Set<UUID> enter(Delivery delivery, Map<UUID, String> channels) {
        UUID attempt = UUID.randomUUID();
        List<Ledger.Entry> entries = entries(delivery, channels);
        Set<UUID> granted = entries.isEmpty() ? Set.of() : ledger.claim(attempt, entries);
        AcceptedDelivery accepted = new AcceptedDelivery(
                attempt,
                delivery.id(),
                delivery.webhookId(),
                delivery.receivedAt(),
                delivery.events().size());
        Map<UUID, Integer> again = duplicates(delivery, granted);
        deliveries.enter(accepted, again);
        if (Claim.replayed() == null) { // else there is more in the transaction than this
            log.note(new ClaimLog.Claimed(accepted, entries, again));
        }
        return granted;
    }

    /** A replayed event has its row already. A whole delivery that could be cut this time brings events without one. */
    private void replay(Delivery delivery, Map<UUID, String> channels, Claim claim, Again again) throws JMSException {
        String channel = channels.get(again.event());
        if ("".equals(channel)) {
            throw new IllegalStateException("event " + again.event() + " was sent nowhere");
        }
        Set<UUID> granted;
        if (channel == null) {
            corrections.moved(again.event(), CUT);
            granted = enter(delivery, channels);
        } else {
            granted = corrections.moved(again.event(), channel) ? channels.keySet() : enter(delivery, channels);
        }
        again.end(granted, claim.sent());
        send(claim, granted, channel == null ? guard(granted) : null); // what was sent before has its guard behind it
    }

    private void send(Claim claim, Set<UUID> granted, @Nullable String guard) {
        DeliveryTime.enter(Phase.SEND);
        if (!granted.isEmpty()) {
            broker.execute(session -> {
                deadline.bound(session, (open, sent) -> claim.release(granted, guard, open, sent));
                return null;
            });
        }
        DeliveryTime.enter(Phase.COMMIT);
    }

    private static List<Ledger.Entry> entries(Delivery delivery, Map<UUID, String> channels) {
        List<Ledger.Entry> entries = new ArrayList<>(channels.size());
        Set<UUID> entered = new TreeSet<>();
        for (Event event : delivery.events()) {
            String channel = channels.get(event.id());
            if (channel != null && entered.add(event.id())) {
                if (channel.isEmpty()) {
                    throw new IllegalStateException("event " + event.id() + " was sent nowhere");
                }
                entries.add(new Ledger.Entry(
                        event.id(),
                        delivery.id(),
                        event.type(),
                        event.objectId(),
                        event.createdAt(),
                        delivery.receivedAt(),
                        channel));
            }
        }
        return entries;
    }

    /** The events that were there before, in the ledger or in the delivery, and how often. */
    private static Map<UUID, Integer> duplicates(Delivery delivery, Set<UUID> granted) {
        Map<UUID, Integer> duplicates = new HashMap<>();
        Set<UUID> first = new HashSet<>(granted);
        for (Event event : delivery.events()) {
            if (!first.remove(event.id())) {
                duplicates.merge(event.id(), 1, Integer::sum);
            }
        }
        return duplicates;
    }

    /** How each event ended, in order; one that stands twice is a duplicate the second time. */
    private static List<Outcome> outcomes(Delivery delivery, Map<UUID, String> channels, Set<UUID> granted) {
        Set<UUID> fresh = new HashSet<>(granted);
        List<Outcome> outcomes = new ArrayList<>(delivery.events().size());
        for (Event event : delivery.events()) {
            outcomes.add(
                    fresh.remove(event.id())
                            ? Outcome.of(Objects.requireNonNull(channels.get(event.id())))
                            : Outcome.DUPLICATE);
        }
        return outcomes;
    }

    /** The new and valid events with a type or a field that the contract does not know. */
    private Collection<Event> drifted(Delivery delivery, Map<UUID, String> channels, Set<UUID> granted) {
        Map<UUID, Event> drifted = new LinkedHashMap<>(0);
        for (Event event : delivery.events()) {
            boolean drifts = !event.newFields().isEmpty() || (event.type() != null && drift.isNewType(event.type()));
            if (drifts
                    && granted.contains(event.id())
                    && Outcome.of(Objects.requireNonNull(channels.get(event.id()))) != Outcome.INVALID) {
                drifted.putIfAbsent(event.id(), event);
            }
        }
        return drifted.values();
    }

    /** The same events give the same guard, whatever delivery brings them and in whatever order. */
    private static String guard(Set<UUID> events) {
        ByteBuffer ids = ByteBuffer.allocate(16 * events.size());
        for (UUID event : new TreeSet<>(events)) {
            ids.putLong(event.getMostSignificantBits()).putLong(event.getLeastSignificantBits());
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(ids.array());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}

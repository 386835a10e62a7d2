package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.support.JmsUtils;
import upvest.gateway.delivery.DeliveryTime.Phase;

/**
 * The deliveries that one thread carries through the routes in one transaction of the broker: which of their events are
 * new, and where each was sent. An event's messages are sent when its route has ended; one whose route failed takes back
 * what it wanted to send.
 */
public final class DeliveryTransaction {
    private static final ThreadLocal<@Nullable DeliveryTransaction> CURRENT = new ThreadLocal<>();

    private final Session session;
    private final EventMessages messages;
    private final @Nullable Replayed replayed;
    private final EventLimit limit;
    private final Set<UUID> opened = new HashSet<>();
    private Map<UUID, UUID> owners = new HashMap<>();
    private @Nullable Dispatched current;
    private @Nullable UUID event;
    private boolean inRoute;

    private DeliveryTransaction(
            Session session, @Nullable MessageProducer producer, @Nullable Replayed replayed, EventLimit limit) {
        this.session = session;
        this.messages = new EventMessages(producer, producer == null || replayed != null);
        this.replayed = replayed;
        this.limit = limit;
    }

    /**
     * Begins one on this thread.
     *
     * @param producer for any queue, of the same session; null for a trial, which sends nothing
     * @param replayed the event that an operator replays; null for deliveries
     * @param limit how long an event may take in the routes, made by this thread
     */
    static DeliveryTransaction begin(
            Session session, @Nullable MessageProducer producer, @Nullable Replayed replayed, EventLimit limit) {
        DeliveryTransaction transaction = new DeliveryTransaction(session, producer, replayed, limit);
        CURRENT.set(transaction);
        return transaction;
    }

    /** This thread carries no deliveries any more. */
    static void end() {
        CURRENT.remove();
    }

    /** The one that this thread carries; null outside of the trunk. */
    public static @Nullable DeliveryTransaction current() {
        return CURRENT.get();
    }

    static DeliveryTransaction required() {
        return Objects.requireNonNull(current(), "this step belongs to a delivery and stays on its thread");
    }

    /** The event that this thread replays; null while it carries deliveries. */
    static @Nullable Replayed replayed() {
        DeliveryTransaction transaction = current();
        return transaction == null ? null : transaction.replayed;
    }

    Session session() {
        return session;
    }

    /** Whether its line to the broker is gone: nothing of it will be done, and all of it comes again. */
    boolean isLost() {
        try {
            var unused = session.getTransacted();
            return false;
        } catch (JMSException e) {
            return true;
        }
    }

    /** @param known events with the claims that own them, as the ledger tells */
    void recall(Map<UUID, UUID> known) {
        owners = known;
    }

    void beginDelivery(Delivery delivery, UUID claimId) {
        current = new Dispatched(delivery, claimId);
    }

    /**
     * Sends what the last event holds; returns what became of the delivery's events.
     *
     * @throws IllegalStateException when the trunk let one of them pass without looking whether it was seen before: it
     *     would end nowhere
     */
    Dispatched endDelivery() {
        endEvent();
        Dispatched ended = Objects.requireNonNull(current);
        for (Event each : ended.events()) {
            if (!contains(each.id())) {
                throw new IllegalStateException(
                        "event " + each.id() + " has not passed first-time-only, the step of accept-event");
            }
        }
        return ended;
    }

    boolean contains(UUID id) {
        UUID owner = owners.get(id);
        boolean again = replayed != null && replayed.event().equals(id);
        return opened.contains(id)
                || owner != null
                        && !again
                        && !owner.equals(Objects.requireNonNull(current).claimId());
    }

    /** Begins an event: what is sent from now on is its. False when it was seen before, here or by the ledger. */
    boolean beginEvent(UUID id) {
        requireTrunk();
        endEvent();
        if (contains(id)) {
            return false;
        }
        opened.add(id);
        event = id;
        return true;
    }

    EventLimit.@Nullable Hang beginRoute(Exchange exchange) {
        requireTrunk();
        EventLimit.Hang before = limit.begin(Objects.requireNonNull(event), exchange);
        inRoute = before == null;
        return before;
    }

    @Nullable
    TimeoutException endRoute() {
        inRoute = false;
        return limit.end();
    }

    /** The delivery in hand cannot be cut: it is one event. */
    void keptWhole(Delivery whole) {
        requireTrunk();
        Objects.requireNonNull(current).keptWhole(whole);
    }

    /** A domain route must neither begin events nor end the time of its own. */
    private void requireTrunk() {
        if (inRoute) {
            throw new IllegalStateException("a domain route has called a step of the trunk");
        }
    }

    /** Gives a message the event in hand as it arrived, whatever a route has made of it. */
    void restore(org.apache.camel.Message message) {
        Dispatched delivery = Objects.requireNonNull(current);
        if (event != null) {
            EventHeaders.write(message, delivery.arrived(event), delivery.delivery());
        }
    }

    /** Keeps a message until its event's route has ended. */
    void hold(Queue queue, Message message, int mode, int priority, long timeToLive) {
        messages.hold(queue, message, mode, priority, timeToLive);
    }

    /** Takes back what the event has sent so far. */
    void retract() {
        messages.retract();
    }

    boolean sentNothing() {
        return messages.isEmpty();
    }

    private void endEvent() {
        UUID ended = event;
        if (ended == null) {
            return;
        }
        event = null;
        if (messages.isEmpty()) {
            throw new IllegalStateException("event " + ended + " was sent nowhere");
        }
        DeliveryTime.enter(Phase.SEND);
        try {
            Objects.requireNonNull(current).went(ended, messages.queues());
            limit.beginSend();
            messages.send(ended);
        } catch (JMSException e) {
            throw JmsUtils.convertJmsAccessException(e);
        } finally {
            limit.endSend();
        }
    }

    /** What was sent, of a trial and of a replay, by event and in order. */
    Map<UUID, List<SentMessage>> sent() {
        return messages.sent().stream()
                .collect(Collectors.groupingBy(SentMessage::event, LinkedHashMap::new, Collectors.toList()));
    }
}

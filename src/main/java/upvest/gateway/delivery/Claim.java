package upvest.gateway.delivery;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import upvest.gateway.broker.DuplicateId;

/**
 * What one delivery is about to do: which of its events the routes have handled and what each of them has sent. Every
 * JMS send of the delivery's thread is held back here until the ledger has granted the events ({@link #release}), so
 * that an event whose route fails half way can take back what it sent, and a copy of the delivery that runs at the same
 * time sends nothing.
 */
public final class Claim {
    private static final ThreadLocal<@Nullable Claim> CURRENT = new ThreadLocal<>();

    /** Messages that are kept as they are; taking those of a larger delivery apart saves most of what they take. */
    private static final int WHOLE = 1000;

    private final Set<UUID> seen = new HashSet<>();
    private final Map<UUID, List<Held>> held = new LinkedHashMap<>();
    private @Nullable List<Held> open;
    private int kept;
    private @Nullable Session session;
    private final @Nullable Again again;
    private @Nullable Delivery delivery;
    private @Nullable DuplicateId duplicateId;
    private List<Outcome> outcomes = List.of();
    private Collection<Event> drifted = List.of();

    private Claim(@Nullable Again again) {
        this.again = again;
    }

    /** @param again the event that an operator replays; null for a delivery */
    static Claim start(@Nullable Again again) {
        Claim claim = new Claim(again);
        CURRENT.set(claim);
        return claim;
    }

    static void end() {
        CURRENT.remove();
    }

    /** The claim of the delivery that this thread carries; null outside of a delivery's transaction. */
    public static @Nullable Claim current() {
        return CURRENT.get();
    }

    /** The event that this thread replays; null while it carries a delivery. */
    static @Nullable Again replayed() {
        Claim claim = current();
        return claim == null ? null : claim.again;
    }

    static Claim required() {
        return Objects.requireNonNull(current(), "this step belongs inside a delivery's transaction");
    }

    /** Notes the events that the ledger knows already. */
    void recall(Set<UUID> known) {
        seen.addAll(known);
        if (again != null) {
            seen.remove(again.event());
        }
    }

    boolean contains(UUID event) {
        return seen.contains(event);
    }

    /** Opens an event: what is sent from now on is its. False when it was seen before, here or in the ledger. */
    boolean open(UUID event) {
        open = null;
        if (!seen.add(event)) {
            return false;
        }
        open = new ArrayList<>(2);
        held.put(event, open);
        return true;
    }

    /** The session of the delivery's transaction, which makes its messages. */
    Session session(Supplier<@Nullable Session> transaction) {
        if (session == null) {
            session = Objects.requireNonNull(transaction.get());
        }
        return session;
    }

    /** Keeps a message until the release. */
    public void hold(Destination destination, Message message, int mode, int priority, long timeToLive)
            throws JMSException {
        if (!(destination instanceof Queue queue)) {
            throw new IllegalArgumentException("a channel is a queue, not " + destination);
        }
        Held.Content content = kept++ < WHOLE ? Held.whole(message) : Held.parts(message);
        Objects.requireNonNull(open, "nothing may be sent between two events")
                .add(new Held(queue, content, mode, priority, timeToLive));
    }

    /** Takes back what the open event has sent so far. */
    void retract() {
        Objects.requireNonNull(open).clear();
    }

    boolean sentNothing() {
        return Objects.requireNonNull(open).isEmpty();
    }

    /** The events that were opened, each with its channels, in order. */
    Map<UUID, String> channels() throws JMSException {
        Map<UUID, String> channels = new LinkedHashMap<>();
        for (Map.Entry<UUID, List<Held>> entry : held.entrySet()) {
            StringBuilder names = new StringBuilder();
            for (Held message : entry.getValue()) {
                names.append(names.isEmpty() ? "" : ",").append(message.queueName());
            }
            channels.put(entry.getKey(), names.toString());
        }
        return channels;
    }

    /** What the events hold, in order. */
    List<Rehearsal.Sent> sent() throws JMSException {
        List<Rehearsal.Sent> sent = new ArrayList<>();
        for (Map.Entry<UUID, List<Held>> event : held.entrySet()) {
            for (Held message : event.getValue()) {
                sent.add(new Rehearsal.Sent(
                        event.getKey(), message.queueName(), message.content().in(Objects.requireNonNull(session))));
            }
        }
        return sent;
    }

    /**
     * Notes how the delivery's events ended.
     *
     * @param ended in the order of the events
     * @param withDrift the valid events that hold what the contract does not know
     */
    void settle(Delivery of, List<Outcome> ended, Collection<Event> withDrift) {
        delivery = of;
        outcomes = ended;
        drifted = withDrift;
    }

    /** Counts and tells, once both commits are done. */
    void finish(EventCounters counters, Consumer<Delivery> accepted, Consumer<DuplicateId> settled) {
        if (duplicateId != null) {
            settled.accept(duplicateId);
        }
        if (delivery != null) {
            counters.count(delivery, outcomes, drifted);
            accepted.accept(delivery);
        }
    }

    /**
     * Sends what the granted events hold, in order, and forgets the rest.
     *
     * @param guard the broker's duplicate id, put on the first message to the alphabetically first queue: a transaction
     *     with the same events fails as a whole, in whatever order they come again; null where that is wanted
     * @param sent called after each message
     */
    void release(Set<UUID> granted, @Nullable String guard, Session to, Runnable sent) throws JMSException {
        MessageProducer producer = to.createProducer(null);
        Deque<Held> messages = messages(granted);
        held.clear(); // what is sent need not be kept: of a large delivery the broker's copies fill the heap by now
        duplicateId = guard == null || messages.isEmpty() ? null : new DuplicateId(firstQueue(messages), guard);
        DuplicateId next = duplicateId;
        for (Held message = messages.poll(); message != null; message = messages.poll()) {
            Message content = message.content().in(to);
            if (next != null && message.queueName().equals(next.queue())) {
                content.setStringProperty("_AMQ_DUPL_ID", next.value());
                next = null;
            }
            producer.send(message.destination(), content, message.mode(), message.priority(), message.timeToLive());
            sent.run();
        }
    }

    private Deque<Held> messages(Set<UUID> granted) {
        return held.entrySet().stream()
                .filter(event -> granted.contains(event.getKey()))
                .flatMap(event -> event.getValue().stream())
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private static String firstQueue(Deque<Held> messages) throws JMSException {
        String first = messages.element().queueName();
        for (Held message : messages) {
            first = message.queueName().compareTo(first) < 0 ? message.queueName() : first;
        }
        return first;
    }
}

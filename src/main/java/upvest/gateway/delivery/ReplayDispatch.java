package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionOperations;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.Ledger.ReplayedEvent;

/**
 * Takes kept messages through the trunk once more, as it is now: contract, routes, ledger. In one transaction of the
 * broker they are also taken from their queue: none is lost, none is doubled. The ledger is told first: after a crash in
 * between, the messages are where they were and are replayed again.
 */
public final class ReplayDispatch {
    private final CamelContext camel;
    private final ProducerTemplate trunk;
    private final DeliveryParser parser;
    private final Ledger ledger;
    private final TransactionOperations broker;
    private final JmsTemplate messages;
    private final RouteSwapLock swapLock;
    private final Duration longest;

    /**
     * @param broker transactions of the broker
     * @param messages takes part in them
     * @param longest time of an event in its route
     */
    ReplayDispatch(
            CamelContext camel,
            DeliveryParser parser,
            Ledger ledger,
            TransactionOperations broker,
            JmsTemplate messages,
            RouteSwapLock swapLock,
            Duration longest) {
        this.camel = camel;
        this.trunk = camel.createProducerTemplate();
        this.parser = parser;
        this.ledger = ledger;
        this.broker = broker;
        this.messages = messages;
        this.swapLock = swapLock;
        this.longest = longest;
    }

    /**
     * A message that waits in a service channel.
     *
     * @param event its event's id; that of its delivery when it holds a whole one
     * @param body text; bytes where the delivery is no UTF-8
     * @param attempts how often it was replayed before
     */
    public record Kept(UUID event, UUID delivery, Instant receivedAt, Object body, int attempts) {
        boolean whole() {
            return event.equals(delivery);
        }

        /** Never the content. */
        @Override
        public String toString() {
            return "Kept[event=" + event + ", delivery=" + delivery + ", attempts=" + attempts + "]";
        }
    }

    /**
     * What became of it.
     *
     * @param channels by event, where it went; without those that were seen before
     * @param failure why one of them did not reach its domain; null when all did
     */
    public record Ended(Map<UUID, List<String>> channels, @Nullable String failure) {}

    /** Tells what would become of it, by sending it through the running routes without an end. */
    public Ended rehearse(Kept kept) {
        try {
            Replayed again = new Replayed(kept.event(), "rehearsal", kept.attempts() + 1, true);
            return Objects.requireNonNull(swapLock.move(() ->
                    messages.execute(session -> carry(kept, again, session).ended(), false)));
        } finally {
            DeliveryTransaction.end();
        }
    }

    /**
     * Takes some messages and replays each, all or none: what fails takes back everything.
     *
     * @param work takes them from their queue and replays them, on this thread
     */
    public void inOneTransaction(Consumer<Turn> work) {
        Turn turn = new Turn();
        try {
            swapLock.move(() -> broker.execute(status -> {
                work.accept(turn);
                enter(turn.moved);
                return true;
            }));
        } finally {
            DeliveryTransaction.end();
        }
    }

    /** The messages of one transaction. */
    public final class Turn {
        private final List<ReplayedEvent> moved = new ArrayList<>();

        private Turn() {}

        /**
         * Replays one.
         *
         * @param mark for {@code UpvestReplay}: who, when and why
         */
        public Ended replay(String mark, Kept kept) {
            Replayed replayed = new Replayed(kept.event(), mark, kept.attempts() + 1, false);
            Carried carried = Objects.requireNonNull(messages.execute(session -> carry(kept, replayed, session), true));
            moved.add(new ReplayedEvent(kept.event(), carried.claim()));
            return carried.ended();
        }
    }

    private record Carried(Ended ended, Ledger.Claim claim) {}

    private Carried carry(Kept kept, Replayed replayed, Session session) throws JMSException {
        DeliveryTransaction transaction = DeliveryTransaction.begin(
                session,
                replayed.rehearsal() ? null : session.createProducer(null),
                replayed,
                new EventLimit(longest, Map.of()));
        Delivery delivery = kept.whole() ? whole(kept) : single(kept);
        transaction.recall(ledger.owners(
                delivery.events().stream().map(Event::id).distinct().toList()));
        transaction.beginDelivery(delivery, kept.delivery());
        send(delivery);
        Dispatched done = transaction.endDelivery();
        return new Carried(ended(transaction.sent()), done.claim());
    }

    private void enter(List<ReplayedEvent> moved) {
        Set<UUID> conflicts = moved.isEmpty() ? Set.of() : ledger.replayed(moved);
        if (!conflicts.isEmpty()) {
            throw new IllegalStateException("events of it have just come in a delivery: replay it again");
        }
    }

    private void send(Delivery delivery) {
        Exchange exchange = Dispatch.exchange(camel, delivery);
        trunk.send("direct:accept-delivery", exchange);
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException().getMessage(), exchange.getException());
        }
    }

    private Delivery whole(Kept kept) {
        byte[] body = kept.body() instanceof byte[] bytes
                ? bytes
                : kept.body().toString().getBytes(StandardCharsets.UTF_8);
        return parser.parse(body, kept.delivery(), kept.receivedAt());
    }

    /** The event alone, read anew: what its headers say may come from a contract of before. */
    private Delivery single(Kept kept) {
        byte[] body = ("{\"payload\":[" + kept.body() + "]}").getBytes(StandardCharsets.UTF_8);
        Delivery alone = parser.parse(body, kept.delivery(), kept.receivedAt());
        Event read = alone.events().get(0);
        boolean itself = alone.events().size() == 1 && read.body().equals(kept.body());
        Event event = itself
                ? read.withId(kept.event())
                : new Event(kept.event(), kept.body(), null, null, null, null, List.of(), "this is not an event");
        return new Delivery(kept.delivery(), kept.receivedAt(), Dispatch.ENVELOPE, alone.body(), List.of(event));
    }

    private static Ended ended(Map<UUID, List<SentMessage>> sent) {
        Map<UUID, List<String>> channels = new LinkedHashMap<>();
        sent.forEach((event, messages) ->
                channels.put(event, messages.stream().map(SentMessage::queue).toList()));
        String failure = sent.values().stream()
                .flatMap(List::stream)
                .map(SentMessage::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new Ended(channels, failure);
    }
}

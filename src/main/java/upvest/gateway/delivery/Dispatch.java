package upvest.gateway.delivery;

import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import upvest.gateway.delivery.DeliveryTime.Phase;
import upvest.gateway.ledger.Ledger;

/**
 * Deliveries through the trunk, in one transaction: the routes send, the ledger is told and forces it to the disk, then the
 * broker commits what was sent together with the end of the deliveries in the inbox. A crash before the broker's commit
 * leaves them there; when they come again, what the ledger knows of them is their own.
 */
final class Dispatch {
    static final byte[] ENVELOPE = "{\"payload\":[{}]}".getBytes(StandardCharsets.UTF_8);

    private final CamelContext camel;
    private final ProducerTemplate trunk;
    private final DeliveryParser parser;
    private final Ledger ledger;
    private final RouteSwapLock swapLock;
    private final EventCounters counters;
    private final DeliveryTime time;
    private final Consumer<Delivery> dispatched;
    private final Semaphore places;
    private final Semaphore forLarge = new Semaphore(1);

    /**
     * @param atOnce so many subscriptions' deliveries may be in the routes at the same time
     * @param dispatched is told of each delivery once it is through; must neither wait nor fail
     */
    Dispatch(
            CamelContext camel,
            DeliveryParser parser,
            Ledger ledger,
            RouteSwapLock swapLock,
            EventCounters counters,
            DeliveryTime time,
            int atOnce,
            Consumer<Delivery> dispatched) {
        this.camel = camel;
        this.trunk = camel.createProducerTemplate();
        this.parser = parser;
        this.ledger = ledger;
        this.swapLock = swapLock;
        this.counters = counters;
        this.time = time;
        this.places = new Semaphore(atOnce);
        this.dispatched = dispatched;
    }

    /** How deliveries are to be carried. */
    enum Manner {
        /** As if all events were new. */
        HOPEFUL,
        /** The ledger is asked first which are. */
        EXACT,
        /** Exact, and uncut: the trunk itself fails with what is in them. */
        WHOLE
    }

    /** Inside the routes, and one of those who may be there at the same time, until it is closed by whatever thread. */
    final class Turn implements AutoCloseable {
        private final Semaphore place;
        private final RouteSwapLock.Passage passage;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Turn(Semaphore place) throws InterruptedException {
            this.place = place;
            place.acquire();
            passage = swapLock.enter();
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                passage.close();
                place.release();
            }
        }
    }

    /** Waits for a place: large deliveries have one of their own, in which they are alone, so that the heap suffices. */
    Turn enter(List<StoredDelivery> deliveries) throws InterruptedException {
        boolean large =
                deliveries.stream().anyMatch(delivery -> delivery.stored().isLarge());
        return new Turn(large ? forLarge : places);
    }

    /**
     * Carries them; on an exception nothing has happened.
     *
     * @return false when nothing has happened because some of the events are not new, which exact would find out, or
     *     because there are too many for one transaction of several deliveries
     */
    boolean run(InboxLine line, List<StoredDelivery> stored, Manner manner, EventLimit limit) throws Exception {
        time.start(Phase.VALIDATE);
        List<Delivery> deliveries = stored.stream().map(parser::parse).toList();
        DeliveryTransaction transaction = DeliveryTransaction.begin(line.session(), line.producer(), null, limit);
        try {
            if (areTooMany(deliveries)) {
                return false;
            }
            if (manner != Manner.HOPEFUL) {
                transaction.recall(ledger.owners(ids(deliveries)));
            }
            List<Dispatched> done = new ArrayList<>(deliveries.size());
            for (int i = 0; i < stored.size(); i++) {
                Delivery delivery = deliveries.get(i);
                transaction.beginDelivery(delivery, stored.get(i).claimId());
                carry(manner == Manner.WHOLE ? whole(transaction, delivery) : delivery);
                done.add(transaction.endDelivery());
            }
            limit.requireNotGivenUp();
            return commit(line, done);
        } finally {
            DeliveryTransaction.end();
            time.end();
        }
    }

    private static boolean areTooMany(List<Delivery> deliveries) {
        int events = deliveries.stream()
                .mapToInt(delivery -> delivery.events().size())
                .sum();
        return deliveries.size() > 1 && Weight.isHeavy(events);
    }

    private boolean commit(InboxLine line, List<Dispatched> done) throws JMSException {
        DeliveryTime.enter(Phase.CLAIM);
        Set<UUID> conflicts = ledger.enter(done.stream().map(Dispatched::claim).toList());
        if (!conflicts.isEmpty()) {
            return false;
        }
        DeliveryTime.enter(Phase.COMMIT);
        line.commit();
        time.dispatched(done.stream().map(each -> each.delivery().receivedAt()).toList());
        for (Dispatched each : done) {
            counters.count(each);
            dispatched.accept(each.delivery());
        }
        return true;
    }

    /** Why the ledger cannot be asked; null when it can. */
    @Nullable
    RuntimeException ledgerFailure() {
        try {
            ledger.newest();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static List<UUID> ids(List<Delivery> deliveries) {
        List<UUID> ids = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            delivery.events().forEach(event -> ids.add(event.id()));
            ids.add(delivery.id()); // its id as an event, where it cannot be cut
        }
        return ids.stream().distinct().toList();
    }

    private static Delivery whole(DeliveryTransaction transaction, Delivery delivery) {
        Delivery whole = delivery.whole("the delivery could not be carried through the trunk");
        transaction.keptWhole(whole);
        return new Delivery(whole.id(), whole.receivedAt(), ENVELOPE, whole.body(), whole.events());
    }

    /** Through {@code accept-delivery}, on this thread. */
    private void carry(Delivery delivery) throws Exception {
        Exchange exchange = exchange(camel, delivery);
        trunk.send("direct:accept-delivery", exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    /** As {@code accept-delivery} expects it. */
    static Exchange exchange(CamelContext camel, Delivery delivery) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(EventHeaders.DELIVERY, delivery);
        exchange.getIn().setBody(delivery);
        exchange.getIn().setHeader("UpvestEnvelope", delivery.envelope());
        return exchange;
    }
}

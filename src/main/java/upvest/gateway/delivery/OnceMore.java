package upvest.gateway.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;
import upvest.gateway.live.Standstill;

/**
 * Takes a kept message through the trunk once more, as it is now: contract, routes, claim. One message, one transaction
 * of broker and ledger, in which it is also taken from its queue: it is never lost and never doubled.
 */
public final class OnceMore {
    private static final byte[] ENVELOPE = "{\"payload\":[{}]}".getBytes(StandardCharsets.UTF_8);

    private final CamelContext camel;
    private final DeliveryParser parser;
    private final TransactionOperations ledger;
    private final TransactionOperations broker;
    private final Standstill standstill;

    OnceMore(
            CamelContext camel,
            DeliveryParser parser,
            TransactionOperations ledger,
            TransactionOperations broker,
            Standstill standstill) {
        this.camel = camel;
        this.parser = parser;
        this.ledger = ledger;
        this.broker = broker;
        this.standstill = standstill;
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
    }

    /**
     * What became of it.
     *
     * @param taken false when it was not in its queue any more; nothing was done then
     * @param channels by event, where it went; without those that were seen before
     * @param failure why one of them did not reach its domain; null when all did
     */
    public record Ended(boolean taken, Map<UUID, List<String>> channels, @Nullable String failure) {}

    /** Tells what would become of it, by sending it through the running routes without an end. */
    public Ended rehearse(Kept kept) {
        return run(new Again("rehearsal", true), () -> kept);
    }

    /**
     * Replays a message.
     *
     * @param mark for {@code UpvestReplay}: who, when and why
     * @param take takes it from its queue, in the transaction it is called in; null when it is not there
     */
    public Ended replay(String mark, Supplier<@Nullable Kept> take) {
        return run(new Again(mark, false), take);
    }

    private Ended run(Again again, Supplier<@Nullable Kept> take) {
        Claim.start(again);
        try {
            Boolean taken = standstill.move(() -> ledger.execute(rows -> broker.execute(messages -> {
                if (again.rehearsal()) {
                    rows.setRollbackOnly();
                    messages.setRollbackOnly();
                }
                Kept kept = take.get();
                if (kept != null) {
                    again.of(kept);
                    send(kept);
                }
                return kept != null;
            })));
            return ended(Boolean.TRUE.equals(taken), again.sent());
        } finally {
            Claim.end();
        }
    }

    private void send(Kept kept) {
        Delivery delivery = kept.whole() ? whole(kept) : single(kept);
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(EventHeaders.DELIVERY, delivery);
        exchange.getIn().setBody(delivery);
        exchange.getIn().setHeader("UpvestEnvelope", delivery.envelope());
        try (var trunk = camel.createProducerTemplate()) {
            trunk.send("direct:accept-delivery", exchange);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException().getMessage(), exchange.getException());
        }
    }

    private Delivery whole(Kept kept) {
        Delivery parsed = parser.parse(
                kept.body() instanceof byte[] bytes
                        ? bytes
                        : kept.body().toString().getBytes(StandardCharsets.UTF_8));
        return new Delivery(kept.delivery(), kept.receivedAt(), parsed.envelope(), parsed.body(), parsed.events());
    }

    /** The event alone, read anew: what its headers say may come from a contract of before. */
    private Delivery single(Kept kept) {
        Delivery alone = parser.parse(("{\"payload\":[" + kept.body() + "]}").getBytes(StandardCharsets.UTF_8));
        Event read = alone.events().get(0);
        boolean itself = alone.events().size() == 1 && read.body().equals(kept.body());
        Event event = itself
                ? new Event(
                        kept.event(),
                        read.body(),
                        read.type(),
                        read.objectId(),
                        read.createdAt(),
                        read.webhookId(),
                        read.newFields(),
                        null)
                : new Event(kept.event(), kept.body(), null, null, null, null, List.of(), "this is no event");
        return new Delivery(kept.delivery(), kept.receivedAt(), ENVELOPE, alone.body(), List.of(event));
    }

    private static Ended ended(boolean taken, List<Rehearsal.Sent> sent) {
        Map<UUID, List<String>> channels = new LinkedHashMap<>();
        String failure = null;
        for (Rehearsal.Sent message : sent) {
            channels.computeIfAbsent(message.event(), any -> new ArrayList<>()).add(message.queue());
            failure = failure == null ? message.failure() : failure;
        }
        return new Ended(taken, channels, failure);
    }
}

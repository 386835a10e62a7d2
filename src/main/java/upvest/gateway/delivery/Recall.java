package upvest.gateway.delivery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import upvest.gateway.ledger.Ledger;

/**
 * Asks the ledger which events of a delivery it knows, when that is likely: when the same delivery was here not long ago,
 * or is replayed.
 * What is not asked for is found out by the claim, and is dropped there.
 */
final class Recall implements Processor {
    private static final int REMEMBERED = 4096;

    private final Ledger ledger;
    private final Set<UUID> recent = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    Recall(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void process(Exchange exchange) {
        Delivery delivery = Objects.requireNonNull(exchange.getIn().getBody(Delivery.class));
        if (!recent.add(delivery.id()) || Claim.replayed() != null) {
            Claim.required()
                    .recall(ledger.seen(
                            delivery.events().stream().map(Event::id).distinct().toList()));
        }
    }
}

package upvest.gateway.delivery;

import java.util.function.Consumer;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import upvest.gateway.broker.DuplicateId;
import upvest.gateway.live.Standstill;

/**
 * One ledger and one broker transaction around the steps of a delivery. The broker commits first, then the ledger; when
 * the second commit fails, the sender's retry finds the broker's duplicate id and completes the ledger (see
 * {@code docs/concepts/guarantees.md}).
 */
final class DeliveryTransaction implements TransactionOperations {
    private final TransactionOperations ledger;
    private final TransactionOperations broker;
    private final EventCounters counters;
    private final Standstill standstill;
    private final Consumer<Delivery> accepted;
    private final Consumer<DuplicateId> settled;

    /**
     * @param accepted is told of each delivery once it is durable; must neither wait nor fail
     * @param settled is told of each duplicate id once the ledger has its delivery; the same
     */
    DeliveryTransaction(
            TransactionOperations ledger,
            TransactionOperations broker,
            EventCounters counters,
            Standstill standstill,
            Consumer<Delivery> accepted,
            Consumer<DuplicateId> settled) {
        this.ledger = ledger;
        this.broker = broker;
        this.counters = counters;
        this.standstill = standstill;
        this.accepted = accepted;
        this.settled = settled;
    }

    @Override
    public <T> T execute(TransactionCallback<T> steps) {
        if (Claim.replayed() != null) { // has its transactions already, around more than this
            return steps.doInTransaction(new SimpleTransactionStatus());
        }
        Claim claim = Claim.start(null);
        try {
            T result = standstill.move(() -> ledger.execute(ledgerStatus -> broker.execute(steps)));
            claim.finish(counters, accepted, settled);
            return result;
        } finally {
            Claim.end();
        }
    }
}

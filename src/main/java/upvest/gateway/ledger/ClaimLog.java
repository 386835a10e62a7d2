package upvest.gateway.ledger;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Told by each delivery what it enters into the ledger, inside its transaction. */
public interface ClaimLog {
    /** Of a database that makes every commit durable by itself. */
    ClaimLog NONE = new ClaimLog() {
        @Override
        public void note(Claimed claimed) {}

        @Override
        public void whenOnDisk(Runnable work) {
            work.run();
        }
    };

    /**
     * What a delivery enters.
     *
     * @param events the new ones, and such as the ledger knew already
     * @param again the events that were there before, each with how often the delivery brings it in vain
     */
    record Claimed(AcceptedDelivery delivery, Collection<Ledger.Entry> events, Map<UUID, Integer> again) {}

    void note(Claimed claimed);

    /**
     * Runs once all that was committed before is on the disk, so that even a loss of power leaves it.
     *
     * @param work short, and must not throw
     */
    void whenOnDisk(Runnable work);
}

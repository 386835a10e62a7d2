package upvest.bench.stores;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** An embedded ledger with one way to enter, the searches, and retention. */
interface Store extends AutoCloseable {
    /**
     * Enters claims, all or none; what it returns about is on the disk.
     *
     * @return the events that are these claims': neither entered by another nor earlier in this list
     */
    Set<UUID> enter(List<Claim> claims) throws Exception;

    /** The same without forcing anything to the disk, to fill a ledger quickly. */
    void fill(List<Claim> claims) throws Exception;

    /** Who owns an event; null when nobody does. */
    UUID owner(UUID event) throws Exception;

    /** Events about an object. */
    int about(String object) throws Exception;

    /** Events of a delivery. */
    int ofDelivery(UUID delivery) throws Exception;

    /** At most so many events from a time on, of one type or of all (null). */
    int page(Instant since, String type, int atMost) throws Exception;

    /** How many events went to each channel. */
    Map<String, Long> sums(Instant from, Instant until) throws Exception;

    /** When the last delivery of a subscription came. */
    Instant last(String subscription) throws Exception;

    /** Deletes some 1,000 of the oldest events. */
    int forget(Instant before) throws Exception;

    /** Waits until nothing is left to do in the background, so that its cost is counted. */
    default void settle() throws Exception {}
}

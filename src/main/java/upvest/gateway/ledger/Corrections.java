package upvest.gateway.ledger;

import java.util.Collection;
import java.util.UUID;

/** What operators change in the ledger: an object's id is taken out when its data are erased, removals are noted. */
public interface Corrections {
    /** How many rows name an object. */
    int naming(String object);

    /**
     * Takes an object's id out of all rows; what is needed to know an event again stays.
     *
     * @return how many rows named it
     */
    int unname(String object);

    /**
     * Notes that an operator removed the messages of these events from a queue; of those that are not known, nothing.
     *
     * @param how such as {@code purged by Ada at 2026-11-30T08:00:00Z}
     */
    void removed(Collection<UUID> events, String queue, String how);
}

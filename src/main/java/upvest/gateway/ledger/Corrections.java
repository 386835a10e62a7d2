package upvest.gateway.ledger;

/** Takes an object's id out of the ledger, when its data are erased. */
public interface Corrections {
    /** How many rows name an object. */
    int naming(String object);

    /**
     * Takes an object's id out of all rows; what is needed to know an event again stays.
     *
     * @return how many rows named it
     */
    int unname(String object);
}

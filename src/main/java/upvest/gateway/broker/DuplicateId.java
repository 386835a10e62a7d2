package upvest.gateway.broker;

/**
 * What the broker remembers of a delivery, to refuse it the second time.
 *
 * @param queue of the message that carried it
 * @param value of its {@code _AMQ_DUPL_ID}
 */
public record DuplicateId(String queue, String value) {}

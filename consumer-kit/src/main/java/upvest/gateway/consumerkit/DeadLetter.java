package upvest.gateway.consumerkit;

/**
 * A message on {@code upvest.dead}, where the broker moves what a consumer has rolled back ten times.
 *
 * @param eventId its {@code JMSCorrelationID}
 * @param type its {@code JMSType}
 * @param queue where it was before
 */
public record DeadLetter(String eventId, String type, String queue) {}

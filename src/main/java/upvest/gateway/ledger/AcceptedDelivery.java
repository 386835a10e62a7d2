package upvest.gateway.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One delivery that is answered 200.
 *
 * @param claimId the attempt: the same in the rows of the events that it entered
 * @param deliveryId the same for each attempt of a request
 * @param webhookId the subscription it came from
 * @param events how many it brought, duplicates included
 */
public record AcceptedDelivery(
        UUID claimId, UUID deliveryId, @Nullable String webhookId, Instant receivedAt, int events) {}

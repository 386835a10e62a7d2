package upvest.gateway.delivery;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Carries deliveries through a trunk that neither has a ledger nor sends: it tells what would have been sent. */
public final class Rehearsal {
    private static final Duration NO_LIMIT = Duration.ofDays(1);

    private final CamelContext camel;
    private final DeliveryParser parser;
    private final ConnectionFactory connections;

    /** @param connections makes messages only */
    public Rehearsal(CamelContext camel, DeliveryParser parser, ConnectionFactory connections) {
        this.camel = camel;
        this.parser = parser;
        this.connections = connections;
    }

    /**
     * What became of a delivery.
     *
     * @param events its events; the whole delivery as the only one when it cannot be cut
     */
    public record Ended(List<Event> events, Map<UUID, List<DeliveryTransaction.Sent>> sent) {}

    /** @throws IllegalStateException when the trunk does not carry it to its end */
    public Ended run(StoredDelivery stored) {
        Delivery delivery = parser.parse(stored);
        try (var connection = connections.createConnection();
                var session = connection.createSession();
                ProducerTemplate trunk = camel.createProducerTemplate()) {
            DeliveryTransaction transaction =
                    DeliveryTransaction.begin(session, null, null, new EventLimit(NO_LIMIT, Map.of()));
            transaction.beginDelivery(delivery, stored.claimId());
            Exchange exchange = Dispatch.exchange(camel, delivery);
            trunk.send("direct:accept-delivery", exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return new Ended(transaction.endDelivery().events(), transaction.sentByEvent());
        } catch (JMSException e) {
            throw new IllegalStateException("a message names no queue", e);
        } catch (Exception e) {
            throw new IllegalStateException("the trunk fails with this delivery: " + e.getMessage(), e);
        } finally {
            DeliveryTransaction.end();
        }
    }
}

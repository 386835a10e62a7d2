package upvest.gateway.ledger;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * One row per delivery answered 200, and how often each event came again: with them the ledger's rows add up to what was
 * received.
 */
final class AcceptedDeliveries {
    private static final String ENTER =
            """
            INSERT INTO deliveries (claim_id, delivery_id, webhook_id, received_at, events, duplicates)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";

    private static final String CAME_AGAIN = "UPDATE ledger SET duplicates = duplicates + ? WHERE event_id = ?";

    private final JdbcTemplate transaction;
    private final StatementTimeout patience;

    /**
     * @param transaction the data source that the delivery's transaction runs on
     * @param timeout longest wait for a statement about few events, a lock included
     */
    AcceptedDeliveries(DataSource transaction, Duration timeout) {
        this.transaction = new JdbcTemplate(transaction);
        this.patience = new StatementTimeout(timeout);
    }

    /**
     * Enters a delivery, inside the caller's transaction, after its claim; does nothing when it is there.
     *
     * @param again its events that were there before, each with how often the delivery brings it in vain
     */
    void enter(AcceptedDelivery delivery, Map<UUID, Integer> again) {
        int duplicates = again.values().stream().mapToInt(Integer::intValue).sum();
        int entered = transaction.update(connection -> {
            PreparedStatement insert = patience.bound(connection.prepareStatement(ENTER), 1);
            insert.setObject(1, delivery.claimId());
            insert.setObject(2, delivery.deliveryId());
            insert.setString(3, delivery.webhookId());
            insert.setObject(4, delivery.receivedAt().atOffset(ZoneOffset.UTC));
            insert.setInt(5, delivery.events());
            insert.setInt(6, duplicates);
            return insert;
        });
        if (entered > 0 && !again.isEmpty()) {
            count(new TreeMap<>(again)); // sorted: two deliveries that overlap must not wait for each other
        }
    }

    private void count(SortedMap<UUID, Integer> again) {
        PreparedStatementCreator statement =
                connection -> patience.bound(connection.prepareStatement(CAME_AGAIN), again.size());
        transaction.execute(statement, (PreparedStatement update) -> {
            for (Map.Entry<UUID, Integer> event : again.entrySet()) {
                update.setInt(1, event.getValue());
                update.setObject(2, event.getKey());
                update.addBatch();
            }
            return update.executeBatch();
        });
    }
}

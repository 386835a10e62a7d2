package upvest.examples.springjms;

import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The work and the memory of it, in one database and one transaction: both are there, or none. */
@Repository
class OrderHistory {
    private final JdbcTemplate database;

    OrderHistory(JdbcTemplate database) {
        this.database = database;
    }

    /** @return false when this event was handled before, and nothing was done */
    @Transactional
    public boolean add(UUID eventId, UUID orderId, String eventType) {
        int isNew = database.update("INSERT INTO handled_event (event_id) VALUES (?) ON CONFLICT DO NOTHING", eventId);
        if (isNew == 0) {
            return false;
        }
        database.update(
                "INSERT INTO order_step (order_id, event_type, consumer) VALUES (?, ?, ?)",
                orderId,
                eventType,
                Thread.currentThread().getName());
        return true;
    }
}

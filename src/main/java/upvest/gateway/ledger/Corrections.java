package upvest.gateway.ledger;

import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What operators change in the ledger: where a replayed event went, and whose events are not to be named any more. */
public final class Corrections {
    private final JdbcTemplate rows;

    /** @param ledger the data source that the caller's transaction runs on, if there is one */
    Corrections(DataSource ledger) {
        this.rows = new JdbcTemplate(ledger);
    }

    /** Notes where an event went when it was replayed. False when the ledger does not know it. */
    public boolean moved(UUID event, String channel) {
        return rows.update("UPDATE ledger SET channel = ? WHERE event_id = ?", channel, event) > 0;
    }

    /** How many rows name an object. */
    public int naming(String object) {
        Integer rowsFound =
                rows.queryForObject("SELECT count(*) FROM ledger WHERE object_id = ?", Integer.class, object);
        return rowsFound == null ? 0 : rowsFound;
    }

    /**
     * Takes an object's id out of all rows; what is needed to know an event again stays.
     *
     * @return how many rows named it
     */
    public int unname(String object) {
        return rows.update("UPDATE ledger SET object_id = NULL WHERE object_id = ?", object);
    }
}

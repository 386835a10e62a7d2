package upvest.gateway.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * One row per event ever accepted: what makes the gateway an Idempotent Receiver, and the answer to "did we get event X
 * and where did it go?". Holds no payload. H2 and PostgreSQL.
 */
public final class Ledger {
    /** A join: "= ANY" would compare each row that it finds with all ids, for a large delivery for seconds. */
    private static final String SEEN =
            """
            SELECT ledger.event_id FROM UNNEST(CAST(? AS UUID ARRAY)) AS wanted (event_id)
            JOIN ledger ON ledger.event_id = wanted.event_id""";

    /** Waits for a transaction that is about to insert one of the ids, then leaves that one out. */
    private static final String CLAIM =
            """
            INSERT INTO ledger
                (event_id, delivery_id, event_type, object_id, object_key, created_at, received_at, channel, claim_id)
            SELECT claimed.*, CAST(? AS UUID)
            FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS UUID ARRAY), CAST(? AS VARCHAR ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS INTEGER ARRAY), CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY),
                CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY), CAST(? AS VARCHAR ARRAY)) AS claimed
            ON CONFLICT DO NOTHING""";

    /**
     * Asked when the insert counted less than all. Its own word (RETURNING, FINAL TABLE) will not do: H2 2.3 repeats an
     * insert that had to wait and then takes its own rows for somebody else's.
     */
    private static final String GRANTED = SEEN + " WHERE claim_id = ?";

    private static final String NEWEST = "SELECT max(received_at) FROM ledger";

    private final JdbcTemplate reads;
    private final JdbcTemplate transaction;
    private final Patience patience;

    /**
     * @param reads connections outside of any transaction, held for one statement only
     * @param transaction the data source that the delivery's transaction runs on
     * @param timeout longest wait for a statement about few events, a lock included
     */
    public Ledger(DataSource reads, DataSource transaction, Duration timeout) {
        this.reads = new JdbcTemplate(reads);
        this.transaction = new JdbcTemplate(transaction);
        this.patience = new Patience(timeout);
    }

    /**
     * One row.
     *
     * @param channel names of the queues it went to, separated by commas
     */
    public record Entry(
            UUID eventId,
            UUID deliveryId,
            @Nullable String eventType,
            @Nullable String objectId,
            @Nullable Instant createdAt,
            Instant receivedAt,
            String channel) {}

    /** Which of these events the ledger knows. */
    public Set<UUID> seen(Collection<UUID> events) {
        return ids(reads, connection -> {
            PreparedStatement select = patience.bound(connection.prepareStatement(SEEN), events.size());
            select.setArray(1, connection.createArrayOf("uuid", events.toArray()));
            return select;
        });
    }

    /**
     * Enters the events, all in one statement, inside the caller's transaction.
     *
     * @param claim the attempt
     * @return the events that are now this transaction's: those that nobody else had entered
     */
    public Set<UUID> claim(UUID claim, Collection<Entry> entries) {
        // sorted: two deliveries that overlap must not wait for each other
        List<Entry> sorted =
                entries.stream().sorted(Comparator.comparing(Entry::eventId)).toList();
        int inserted = transaction.update(connection -> {
            PreparedStatement insert = patience.bound(connection.prepareStatement(CLAIM), sorted.size());
            insert.setObject(1, claim);
            bind(insert, 2, "uuid", sorted, Entry::eventId);
            bind(insert, 3, "uuid", sorted, Entry::deliveryId);
            bind(insert, 4, "varchar", sorted, Entry::eventType);
            bind(insert, 5, "varchar", sorted, Entry::objectId);
            bind(insert, 6, "integer", sorted, entry -> ObjectKey.of(entry.objectId(), entry.receivedAt()));
            bind(insert, 7, "timestamptz", sorted, entry -> time(entry.createdAt()));
            bind(insert, 8, "timestamptz", sorted, entry -> time(entry.receivedAt()));
            bind(insert, 9, "varchar", sorted, Entry::channel);
            return insert;
        });
        Set<UUID> wanted = sorted.stream().map(Entry::eventId).collect(Collectors.toSet());
        return inserted == wanted.size() ? wanted : granted(wanted, claim);
    }

    private Set<UUID> granted(Set<UUID> wanted, UUID claim) {
        return ids(transaction, connection -> {
            PreparedStatement select = patience.bound(connection.prepareStatement(GRANTED), wanted.size());
            select.setArray(1, connection.createArrayOf("uuid", wanted.toArray()));
            select.setObject(2, claim);
            return select;
        });
    }

    /** When the newest event was received; null when there is none. */
    @Nullable
    Instant newest() {
        OffsetDateTime newest = reads.queryForObject(NEWEST, OffsetDateTime.class);
        return newest == null ? null : newest.toInstant();
    }

    private static void bind(
            PreparedStatement statement,
            int index,
            String type,
            List<Entry> entries,
            Function<Entry, @Nullable Object> column)
            throws SQLException {
        Object[] values = entries.stream().map(column).toArray();
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Set<UUID> ids(JdbcTemplate jdbc, PreparedStatementCreator statement) {
        Set<UUID> found = new HashSet<>();
        jdbc.query(statement, row -> {
            found.add(row.getObject(1, UUID.class));
        });
        return found;
    }
}

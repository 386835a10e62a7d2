package upvest.gateway.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger in a PostgreSQL, which any number of gateways may share. */
public final class JdbcLedger implements Ledger {
    /** A join: "= ANY" would compare each row that it finds with all ids, for a large delivery for seconds. */
    private static final String OWNERS =
            """
            SELECT ledger.event_id, ledger.claim_id FROM UNNEST(CAST(? AS UUID ARRAY)) AS wanted (event_id)
            JOIN ledger ON ledger.event_id = wanted.event_id""";

    /** Waits for a transaction that is about to insert one of the ids, then leaves that one out. */
    private static final String ENTER =
            """
            INSERT INTO ledger (event_id, delivery_id, event_type, object_id, object_key, created_at, received_at,
                channel, claim_id)
            SELECT entered.*
            FROM UNNEST(CAST(? AS UUID ARRAY), CAST(? AS UUID ARRAY), CAST(? AS VARCHAR ARRAY),
                CAST(? AS VARCHAR ARRAY), CAST(? AS INTEGER ARRAY), CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY),
                CAST(? AS TIMESTAMP WITH TIME ZONE ARRAY), CAST(? AS VARCHAR ARRAY), CAST(? AS UUID ARRAY)) AS entered
            ON CONFLICT DO NOTHING""";

    private static final String MOVED = "UPDATE ledger SET channel = ? WHERE event_id = ?";
    private static final String NEWEST = "SELECT max(received_at) FROM ledger";

    private final JdbcTemplate rows;
    private final TransactionTemplate transaction;
    private final AcceptedDeliveries deliveries;
    private final StatementTimeout patience;

    /**
     * @param manager of a data source whose commits are durable when they return
     * @param timeout longest wait for a statement about few events, a lock included
     */
    public JdbcLedger(DataSourceTransactionManager manager, Duration timeout) {
        DataSource source = Objects.requireNonNull(manager.getDataSource());
        this.rows = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(manager);
        this.deliveries = new AcceptedDeliveries(source, timeout);
        this.patience = new StatementTimeout(timeout);
    }

    private record Owned(UUID claim, Entry entry) {}

    @Override
    public Map<UUID, UUID> owners(Collection<UUID> events) {
        Map<UUID, UUID> owners = new HashMap<>();
        rows.query(
                connection -> {
                    PreparedStatement select = patience.bound(connection.prepareStatement(OWNERS), events.size());
                    select.setArray(1, connection.createArrayOf("uuid", events.toArray()));
                    return select;
                },
                row -> {
                    owners.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                });
        return owners;
    }

    @Override
    public Set<UUID> enter(List<Claim> claims) {
        return inTransaction(() -> enterAll(claims));
    }

    @Override
    public Set<UUID> replayed(List<ReplayedEvent> again) {
        return inTransaction(() -> {
            Set<UUID> conflicts = new HashSet<>();
            again.forEach(each -> conflicts.addAll(replayed(each)));
            return conflicts;
        });
    }

    private Set<UUID> replayed(ReplayedEvent again) {
        String channel = again.channel();
        boolean known = rows.update(MOVED, channel == null ? CUT : channel, again.event()) > 0;
        return known && channel != null ? Set.of() : enterAll(List.of(again.claim()));
    }

    private interface Work {
        Set<UUID> run();
    }

    /** Rolled back when there are conflicts. */
    private Set<UUID> inTransaction(Work work) {
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                Set<UUID> conflicts = work.run();
                if (!conflicts.isEmpty()) {
                    status.setRollbackOnly();
                }
                return conflicts;
            }));
        } catch (TransactionSystemException e) {
            if (e.getApplicationException() instanceof DataAccessException reason) {
                throw reason; // that the line is closed by now is no reason
            }
            throw e;
        }
    }

    private Set<UUID> enterAll(List<Claim> claims) {
        // sorted: two gateways with overlapping deliveries must not wait for each other
        List<Owned> sorted = claims.stream()
                .flatMap(claim -> claim.entries().stream()
                        .map(entry -> new Owned(claim.delivery().claimId(), entry)))
                .sorted(Comparator.comparing(owned -> owned.entry.eventId()))
                .toList();
        Set<UUID> conflicts = sorted.isEmpty() || insert(sorted) == sorted.size() ? Set.of() : replaceOwn(sorted);
        if (conflicts.isEmpty()) {
            claims.forEach(claim -> deliveries.enter(claim.delivery(), claim.duplicates()));
        }
        return conflicts;
    }

    private int insert(List<Owned> sorted) {
        return rows.update(connection -> {
            PreparedStatement insert = patience.bound(connection.prepareStatement(ENTER), sorted.size());
            bind(insert, 1, "uuid", sorted, owned -> owned.entry.eventId());
            bind(insert, 2, "uuid", sorted, owned -> owned.entry.deliveryId());
            bind(insert, 3, "varchar", sorted, owned -> owned.entry.eventType());
            bind(insert, 4, "varchar", sorted, owned -> owned.entry.objectId());
            bind(insert, 5, "integer", sorted, owned -> ObjectKey.of(owned.entry.objectId(), owned.entry.receivedAt()));
            bind(insert, 6, "timestamptz", sorted, owned -> time(owned.entry.createdAt()));
            bind(insert, 7, "timestamptz", sorted, owned -> time(owned.entry.receivedAt()));
            bind(insert, 8, "varchar", sorted, owned -> owned.entry.channel());
            bind(insert, 9, "uuid", sorted, owned -> owned.claim);
            return insert;
        });
    }

    /** Rows of an attempt that died are this claim's, but may tell other channels: the routes were changed since. */
    private Set<UUID> replaceOwn(List<Owned> entries) {
        Map<UUID, UUID> owners =
                owners(entries.stream().map(owned -> owned.entry.eventId()).toList());
        Set<UUID> conflicts = entries.stream()
                .filter(owned -> !owned.claim.equals(owners.get(owned.entry.eventId())))
                .map(owned -> owned.entry.eventId())
                .collect(Collectors.toSet());
        if (conflicts.isEmpty()) {
            rows.batchUpdate(
                    MOVED,
                    entries.stream()
                            .map(owned -> new Object[] {owned.entry.channel(), owned.entry.eventId()})
                            .toList());
        }
        return conflicts;
    }

    @Override
    public @Nullable Instant newest() {
        return rows
                .query(
                        connection -> patience.bound(connection.prepareStatement(NEWEST), 0),
                        (row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .stream()
                .flatMap(Optional::stream)
                .map(OffsetDateTime::toInstant)
                .findFirst()
                .orElse(null);
    }

    private static void bind(
            PreparedStatement statement,
            int index,
            String type,
            List<Owned> entries,
            Function<Owned, @Nullable Object> column)
            throws SQLException {
        Object[] values = entries.stream().map(column).toArray();
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}

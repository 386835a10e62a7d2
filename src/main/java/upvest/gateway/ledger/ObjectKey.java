package upvest.gateway.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * By what the events about an object are found: the day on which they were received, then a few bits of the object's id.
 * An index of the id itself would touch another page with every event; by this key each day fills pages of its own, one
 * after the other. Computed as in {@code V4__object_key.sql}.
 */
public final class ObjectKey {
    /** The rows about an object; binds its keys, then its id. */
    static final String ROWS =
            """
             FROM UNNEST(CAST(? AS INTEGER ARRAY)) AS wanted (object_key)
            JOIN ledger l ON l.object_key = wanted.object_key WHERE l.object_id = ?""";

    private static final int CHARACTERS = 4;
    private static final int BITS = 3;

    private ObjectKey() {}

    /** Null where there is no object. */
    public static @Nullable Integer of(@Nullable String object, Instant received) {
        return object == null
                ? null
                : key(object, received.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay());
    }

    /** The object's keys on all days that the ledger has. */
    static Integer[] ofEveryDay(String object, JdbcTemplate ledger) {
        Integer[] keys =
                ledger.queryForObject("SELECT min(received_at), max(received_at) FROM ledger", (row, number) -> {
                    OffsetDateTime oldest = row.getObject(1, OffsetDateTime.class);
                    OffsetDateTime newest = row.getObject(2, OffsetDateTime.class);
                    return oldest == null || newest == null ? new Integer[0] : keys(object, day(oldest), day(newest));
                });
        return keys == null ? new Integer[0] : keys;
    }

    /** Binds what {@link #ROWS} asks for. */
    static void bind(PreparedStatement statement, Integer[] keys, String object) throws SQLException {
        statement.setArray(1, statement.getConnection().createArrayOf("integer", keys));
        statement.setString(2, object);
    }

    private static LocalDate day(OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
    }

    private static Integer[] keys(String object, LocalDate first, LocalDate last) {
        return LongStream.rangeClosed(first.toEpochDay(), last.toEpochDay())
                .mapToObj(day -> key(object, day))
                .toArray(Integer[]::new);
    }

    private static int key(String object, long day) {
        String end = "0".repeat(CHARACTERS) + object;
        int key = Math.toIntExact(day);
        for (int i = end.length() - CHARACTERS; i < end.length(); i++) {
            key = key << BITS | end.charAt(i) % (1 << BITS);
        }
        return key;
    }
}

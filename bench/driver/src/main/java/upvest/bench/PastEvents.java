package upvest.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import upvest.gateway.ledger.AcceptedDelivery;
import upvest.gateway.ledger.Ledger;
import upvest.gateway.ledger.ObjectKey;

/**
 * Events of the last ninety days: a hundred in a delivery, five about an object, of fifty types for five queues. One in a
 * hundred thousand is of a rare type and dead.
 *
 * @param rows how many there are
 */
record PastEvents(long rows) {
    static final String RARE_TYPE = "ORDER.RARE";
    static final String RARE_CHANNEL = "upvest.dead";
    static final Duration PAST = Duration.ofDays(90);
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final int RARE = 100_000;
    private static final int TYPES = 50;
    private static final int IN_DELIVERY = 100;
    private static final int ABOUT_OBJECT = 5;
    private static final List<String> CHANNELS = List.of("users", "accounts", "orders", "portfolios", "payments");

    /** Spread evenly over all ids that are possible, in their order: the fastest way to the same tree. */
    UUID event(long row) {
        long step = Long.divideUnsigned(-1L, rows);
        return new UUID((row * step & ~0xF000L) | 0x4000L, 0x8000_0000_0000_0000L | row);
    }

    UUID delivery(long row) {
        return scattered(row / IN_DELIVERY, 1);
    }

    String object(long row) {
        return scattered(row / ABOUT_OBJECT, 2).toString();
    }

    String type(long row) {
        return row % RARE == 0 ? RARE_TYPE : "ORDER.TYPE_" + row % TYPES;
    }

    String channel(long row) {
        return row % RARE == 0 ? RARE_CHANNEL : "upvest." + CHANNELS.get((int) (row % CHANNELS.size()));
    }

    /** All events of a delivery at the same time. */
    Instant received(long row) {
        long place = row / IN_DELIVERY * IN_DELIVERY;
        return BEGIN.plusMillis((long) ((double) place / rows * PAST.toMillis()));
    }

    /** The deliveries that have brought these events, which begin with a delivery's first. */
    List<Ledger.Claim> claims(long from, int count) {
        return LongStream.iterate(from, row -> row < from + count, row -> row + IN_DELIVERY)
                .mapToObj(this::claim)
                .toList();
    }

    private Ledger.Claim claim(long first) {
        List<Ledger.Entry> entries = LongStream.range(first, Math.min(rows, first + IN_DELIVERY))
                .mapToObj(row -> new Ledger.Entry(
                        event(row), delivery(row), type(row), object(row), received(row), received(row), channel(row)))
                .toList();
        return new Ledger.Claim(
                new AcceptedDelivery(delivery(first), delivery(first), null, received(first), entries.size()),
                entries,
                Map.of());
    }

    /** Binds seven arrays: event, delivery, type, object, received, channel, object's key. */
    void bind(PreparedStatement insert, long from, int count) throws SQLException {
        bind(insert, 1, "uuid", from, count, this::event);
        bind(insert, 2, "uuid", from, count, this::delivery);
        bind(insert, 3, "varchar", from, count, this::type);
        bind(insert, 4, "varchar", from, count, this::object);
        bind(insert, 5, "timestamptz", from, count, this::time);
        bind(insert, 6, "varchar", from, count, this::channel);
        bind(insert, 7, "integer", from, count, row -> ObjectKey.of(object(row), received(row)));
    }

    private OffsetDateTime time(long row) {
        return received(row).atOffset(ZoneOffset.UTC);
    }

    private static void bind(
            PreparedStatement insert, int index, String type, long from, int count, LongFunction<Object> value)
            throws SQLException {
        Connection connection = insert.getConnection();
        Object[] values = LongStream.range(from, from + count).mapToObj(value).toArray();
        insert.setArray(index, connection.createArrayOf(type, values));
    }

    /** The same number gives the same id, neighbours lie far apart. */
    private static UUID scattered(long number, long kind) {
        long mixed = (number + 1) * 0x9E37_79B9_7F4A_7C15L ^ kind << 56;
        return new UUID((mixed & ~0xF000L) | 0x4000L, 0x8000_0000_0000_0000L | number);
    }
}

package upvest.bench.stores;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one delivery enters into the ledger.
 *
 * @param id the owner of the rows
 * @param subscription where it came from
 */
record Claim(UUID id, UUID delivery, String subscription, Instant receivedAt, List<Row> rows) {
    static final int EVENTS = 100;
    private static final int OBJECTS = 2;
    private static final int TYPES = 60;
    private static final List<String> CHANNELS =
            List.of("upvest.users", "upvest.accounts", "upvest.orders", "upvest.portfolios", "upvest.payments");

    /** One event. */
    record Row(UUID event, String type, String object, Instant createdAt, String channel) {}

    /**
     * The claim of a number, always the same; its ids are random.
     *
     * @param received when it came
     */
    static Claim number(long number, Instant received) {
        Random random = new Random(number * 0x9E3779B97F4A7C15L);
        random.nextLong(); // seeds that are neighbours begin alike
        List<UUID> objects =
                Stream.generate(() -> random(random)).limit(EVENTS / OBJECTS).toList();
        List<Row> rows = IntStream.range(0, EVENTS)
                .mapToObj(i -> new Row(
                        random(random),
                        "ACCOUNT.TYPE_" + random.nextInt(TYPES),
                        objects.get(i % objects.size()).toString(),
                        received.minusMillis(random.nextInt(5000)),
                        CHANNELS.get(random.nextInt(CHANNELS.size()))))
                .toList();
        String subscription = new UUID(0, number % 3).toString();
        return new Claim(random(random), random(random), subscription, received, rows);
    }

    /** Of version 4, as Upvest's are. */
    private static UUID random(Random random) {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000, random.nextLong() >>> 2 | 1L << 63);
    }
}

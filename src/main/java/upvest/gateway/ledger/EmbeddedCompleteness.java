package upvest.gateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link Completeness} by one walk through the claims, as they were at one moment. */
public final class EmbeddedCompleteness implements Completeness {
    private final LedgerStore store;

    public EmbeddedCompleteness(LedgerStore store) {
        this.store = store;
    }

    private record Way(@Nullable String type, String channel) {}

    /** What is known of one claim while its keys go by. */
    private static final class Sides {
        private final Place place;
        private @Nullable UUID delivery;
        private long expected;
        private long entered;

        Sides(Place place) {
            this.place = place;
        }
    }

    @Override
    public @Nullable Instant begin() {
        return store.read(open -> {
            Instant[] begin = new Instant[1];
            open.scan(Keys.claimsFrom(Long.MIN_VALUE), Keys.behind(Keys.CLAIM), (key, value) -> {
                Place place = Keys.place(key);
                begin[0] = place.isDelivery() ? Micros.at(place.received()) : null;
                return begin[0] == null;
            });
            return begin[0];
        });
    }

    @Override
    public Sum sum(Instant from, Instant until) {
        return store.read(open -> {
            long[] received = new long[2];
            Map<Way, Long> ended = new HashMap<>();
            open.scan(Keys.claimsFrom(Micros.of(from)), Keys.claimsFrom(Micros.of(until)), (key, value) -> {
                Place place = Keys.place(key);
                if (place.isDelivery()) {
                    Search.FoundDelivery found = Stored.delivery(place, value);
                    received[0] += found.delivery().events();
                    received[1] += found.duplicates();
                } else {
                    Stored.rows(place, value)
                            .forEach(row -> ended.merge(
                                    new Way(row.entry().eventType(), row.entry().channel()), 1L, Long::sum));
                }
                return true;
            });
            List<Ended> ways = new ArrayList<>();
            ended.forEach((way, events) -> ways.add(new Ended(way.type, way.channel, events)));
            return new Sum(from, received[0], received[1], ways);
        });
    }

    @Override
    public List<Gap> gaps(Instant from, Instant until, int atMost) {
        return store.read(open -> {
            List<Gap> gaps = new ArrayList<>();
            Sides[] sides = new Sides[1];
            open.scan(Keys.claimsFrom(Micros.of(from)), Keys.claimsFrom(Micros.of(until)), (key, value) -> {
                Place place = Keys.place(key);
                if (sides[0] == null || !sides[0].place.piece(0).equals(place.piece(0))) {
                    end(sides[0], gaps);
                    sides[0] = new Sides(place);
                }
                read(place, value, sides[0]);
                return gaps.size() < atMost;
            });
            end(sides[0], gaps);
            return gaps.size() > atMost ? gaps.subList(0, atMost) : gaps;
        });
    }

    private static void read(Place place, byte[] value, Sides sides) {
        if (place.isDelivery()) {
            Search.FoundDelivery found = Stored.delivery(place, value);
            sides.delivery = found.delivery().deliveryId();
            sides.expected = (long) found.delivery().events() - found.duplicates();
        } else {
            List<Search.FoundEvent> rows = Stored.rows(place, value);
            sides.delivery = rows.get(0).entry().deliveryId();
            sides.entered += rows.size();
        }
    }

    private static void end(@Nullable Sides sides, List<Gap> gaps) {
        if (sides != null && sides.delivery != null && sides.expected != sides.entered) {
            gaps.add(new Gap(sides.delivery, sides.place.claim(), sides.expected, sides.entered));
        }
    }
}

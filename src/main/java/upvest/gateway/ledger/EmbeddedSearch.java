package upvest.gateway.ledger;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.rocksdb.RocksDBException;

/** {@link Search} in the embedded ledger. */
public final class EmbeddedSearch implements Search {
    /** As PostgreSQL sorts ids. */
    static final Comparator<UUID> BY_ID = (one, other) -> {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    };

    private static final Comparator<FoundEvent> BY_CREATION = Comparator.<FoundEvent, Instant>comparing(
                    found -> found.entry().receivedAt())
            .thenComparing(found -> found.entry().createdAt(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(found -> found.entry().eventId(), BY_ID);

    private final LedgerStore store;
    private final Duration longest;

    /** @param longest time for a page */
    public EmbeddedSearch(LedgerStore store, Duration longest) {
        this.store = store;
        this.longest = longest;
    }

    @Override
    public List<FoundEvent> event(UUID id) {
        return store.read(open -> {
            Place place = open.places(List.of(id)).get(id);
            return place == null
                    ? List.of()
                    : rows(open, place, row -> row.entry().eventId().equals(id));
        });
    }

    private static List<FoundEvent> rows(OpenStore open, Place place, Predicate<FoundEvent> wanted)
            throws RocksDBException {
        byte[] value = open.get(Keys.claim(place));
        return value == null
                ? List.of()
                : Stored.rows(place, value).stream().filter(wanted).toList();
    }

    @Override
    public List<FoundEvent> eventsOf(UUID delivery, int atMost) {
        return store.read(open -> {
            List<FoundEvent> found = new ArrayList<>();
            for (Place attempt : attempts(open, delivery)) {
                open.scan(Keys.claim(attempt.piece(1)), Keys.claim(attempt.end()), (key, value) -> {
                    found.addAll(Stored.rows(Keys.place(key), value));
                    return true;
                });
            }
            return found.stream().sorted(BY_CREATION).limit(atMost).toList();
        });
    }

    private static List<Place> attempts(OpenStore open, UUID delivery) throws RocksDBException {
        List<Place> attempts = new ArrayList<>();
        open.scan(Keys.attempts(delivery), (key, value) -> attempts.add(Keys.place(key)));
        return attempts;
    }

    @Override
    public List<FoundDelivery> attempts(UUID delivery, int atMost) {
        return store.read(open -> {
            List<FoundDelivery> found = new ArrayList<>();
            for (Place attempt : attempts(open, delivery)) {
                byte[] value = found.size() < atMost ? open.get(Keys.claim(attempt)) : null;
                if (value != null) {
                    found.add(Stored.delivery(attempt, value));
                }
            }
            return found;
        });
    }

    @Override
    public List<FoundEvent> about(String object, int atMost) {
        return store.read(open -> {
            List<FoundEvent> found = new ArrayList<>();
            long received = Long.MIN_VALUE;
            for (Place place : ObjectPlaces.of(open, object)) {
                if (found.size() >= atMost && place.received() > received) {
                    break;
                }
                found.addAll(rows(open, place, row -> object.equals(row.entry().objectId())));
                received = place.received();
            }
            return found.stream().sorted(BY_CREATION).limit(atMost).toList();
        });
    }

    @Override
    public List<FoundEvent> find(Wanted wanted, int atMost) {
        return store.read(open -> new Page(open, wanted, atMost, longest).read());
    }

    @Override
    public SortedMap<String, Instant> lastAccepted(int atMost) {
        return store.read(open -> {
            SortedMap<String, Instant> last = new TreeMap<>();
            open.scan(Keys.subscription(null), (key, value) -> {
                boolean none = key.length == 1;
                Instant received = Micros.at(Bytes.sorted(ByteBuffer.wrap(value)));
                last.put(none ? NO_SUBSCRIPTION : Keys.subscriptionOf(key), received);
                return last.size() < atMost + (last.containsKey(NO_SUBSCRIPTION) ? 1 : 0);
            });
            return last;
        });
    }
}

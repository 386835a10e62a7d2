package upvest.gateway.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import upvest.gateway.ledger.Search.FoundDelivery;
import upvest.gateway.ledger.Search.FoundEvent;

/** One change of the embedded ledger, before it is written: the pieces that it touches, each read and written once. */
final class ChangedRows implements AutoCloseable {
    private final OpenStore store;
    private final WriteBatch batch = new WriteBatch();
    private final Map<UUID, Place> places;
    private final Map<Place, List<FoundEvent>> pieces = new LinkedHashMap<>();
    private final Set<String> types = new HashSet<>();
    private final Map<@Nullable String, byte[]> lasts = new HashMap<>();
    private long added;
    private long newest = Stored.Total.NOTHING.newest();

    /** @param events that it is about: where they are is asked at once */
    ChangedRows(OpenStore store, Collection<UUID> events) throws RocksDBException {
        this.store = store;
        this.places = new HashMap<>(store.places(events));
    }

    /** Who has the event; null when nobody has. */
    @Nullable
    UUID owner(UUID event) {
        Place place = places.get(event);
        return place == null ? null : place.claim();
    }

    /** The row of an event as it is now, null when there is none. */
    @Nullable
    FoundEvent row(UUID event) throws RocksDBException {
        Place place = places.get(event);
        return place == null
                ? null
                : piece(place).stream()
                        .filter(row -> row.entry().eventId().equals(event))
                        .findFirst()
                        .orElse(null);
    }

    /** Puts a row in the place of the one that its event has. */
    void replace(FoundEvent row) throws RocksDBException {
        UUID event = row.entry().eventId();
        piece(Objects.requireNonNull(places.get(event)))
                .replaceAll(old -> old.entry().eventId().equals(event) ? row : old);
    }

    private List<FoundEvent> piece(Place place) throws RocksDBException {
        List<FoundEvent> piece = pieces.get(place);
        if (piece == null) {
            byte[] value = store.get(Keys.claim(place));
            piece = value == null ? new ArrayList<>() : Stored.rows(place, value);
            pieces.put(place, piece);
        }
        return piece;
    }

    boolean knows(AcceptedDelivery delivery) throws RocksDBException {
        return store.get(Keys.claim(Place.delivery(delivery))) != null;
    }

    /** Adds a delivery that is not known. */
    void add(FoundDelivery found) throws RocksDBException {
        AcceptedDelivery delivery = found.delivery();
        Place place = Place.delivery(delivery);
        store.put(batch, Keys.claim(place), Stored.delivery(found));
        store.put(batch, Keys.attempt(delivery.deliveryId(), place), new byte[0]);
        byte[] subscription = Keys.subscription(delivery.webhookId());
        byte[] last = lasts.getOrDefault(delivery.webhookId(), store.get(subscription));
        byte[] now = new Bytes().sorted(place.received()).array();
        if (last == null || Arrays.compareUnsigned(last, now) < 0) {
            store.put(batch, subscription, now);
            lasts.put(delivery.webhookId(), now);
        }
    }

    /**
     * Adds rows of events that are not known.
     *
     * @param further whether the claim has rows already
     */
    void add(Place claim, List<FoundEvent> rows, boolean further) throws RocksDBException {
        int piece = further ? lastPiece(claim) : 0;
        for (int from = 0; from < rows.size(); from += Place.ROWS) {
            Place place = claim.piece(++piece);
            List<FoundEvent> part = rows.subList(from, Math.min(rows.size(), from + Place.ROWS));
            pieces.put(place, new ArrayList<>(part));
            index(place, part);
        }
        added += rows.size();
        newest = rows.isEmpty() ? newest : Math.max(newest, claim.received());
    }

    private int lastPiece(Place claim) throws RocksDBException {
        byte[] last = store.last(Keys.claim(claim.piece(0)), Keys.claim(claim.end()));
        return last == null ? 0 : Keys.place(last).piece();
    }

    private void index(Place place, List<FoundEvent> rows) throws RocksDBException {
        Set<String> objects = new HashSet<>();
        for (FoundEvent row : rows) {
            Ledger.Entry entry = row.entry();
            places.put(entry.eventId(), place);
            store.put(batch, entry.eventId(), place);
            if (entry.objectId() != null && objects.add(entry.objectId())) {
                store.put(batch, Keys.object(entry.objectId(), place), new byte[0]);
            }
            if (entry.eventType() != null && types.add(entry.eventType() + Keys.span(place.received()))) {
                store.put(batch, Keys.type(entry.eventType(), place.received()), new byte[0]);
            }
        }
    }

    /** Takes an object's id out of a piece. */
    int unname(String object, Place place) throws RocksDBException {
        int named = 0;
        List<FoundEvent> piece = piece(place);
        for (int i = 0; i < piece.size(); i++) {
            FoundEvent row = piece.get(i);
            Ledger.Entry entry = row.entry();
            if (object.equals(entry.objectId())) {
                piece.set(i, new FoundEvent(entry.withoutObject(), row.duplicates()));
                named++;
            }
        }
        if (named > 0) {
            store.delete(batch, Keys.object(object, place));
        }
        return named;
    }

    /** For what is no row of an event. */
    WriteBatch batch() {
        return batch;
    }

    void write() throws RocksDBException {
        for (Map.Entry<Place, List<FoundEvent>> piece : pieces.entrySet()) {
            if (!piece.getValue().isEmpty()) {
                store.put(batch, Keys.claim(piece.getKey()), Stored.rows(piece.getValue()));
            }
        }
        if (added > 0) {
            store.put(batch, Keys.TOTAL, Stored.total(total(store).with(added, newest)));
        }
        store.write(batch);
    }

    static Stored.Total total(OpenStore store) throws RocksDBException {
        byte[] total = store.get(Keys.TOTAL);
        return total == null ? Stored.Total.NOTHING : Stored.total(total);
    }

    @Override
    public void close() {
        batch.close();
    }
}

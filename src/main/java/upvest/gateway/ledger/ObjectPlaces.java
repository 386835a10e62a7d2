package upvest.gateway.ledger;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;

/** Where in the embedded ledger there are rows about an object, day by day. */
final class ObjectPlaces {
    private ObjectPlaces() {}

    /** In the order in which they were received; some may have no row of it, since what is asked is a hash of its id. */
    static List<Place> of(OpenStore open, String object) throws RocksDBException {
        byte[] from = Keys.claimsFrom(Long.MIN_VALUE);
        byte[] until = Keys.behind(Keys.CLAIM);
        byte[] first = open.first(from, until);
        byte[] last = open.last(from, until);
        List<Place> places = new ArrayList<>();
        if (first != null && last != null) {
            long end = Keys.day(Keys.place(last).received());
            for (long day = Keys.day(Keys.place(first).received()); day <= end; day++) {
                open.scan(Keys.object(object, day), (key, value) -> places.add(Keys.place(key)));
            }
        }
        return places;
    }
}

package upvest.gateway.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.springframework.dao.QueryTimeoutException;
import upvest.gateway.ledger.Search.FoundEvent;
import upvest.gateway.ledger.Search.Wanted;

/** Reads a page of the embedded ledger's events: what was received at one time is sorted, one time after the other. */
final class Page {
    private static final Comparator<FoundEvent> BY_ID =
            Comparator.comparing(found -> found.entry().eventId(), EmbeddedSearch.BY_ID);

    private final OpenStore open;
    private final Wanted wanted;
    private final int atMost;
    private final long end;
    private final long from;
    private final long until;
    private final List<FoundEvent> page = new ArrayList<>();
    private final List<FoundEvent> together = new ArrayList<>();
    private long received;

    /** @param longest time that it may take */
    Page(OpenStore open, Wanted wanted, int atMost, Duration longest) {
        this.open = open;
        this.wanted = wanted;
        this.atMost = atMost;
        this.end = System.nanoTime() + longest.toNanos();
        this.from = Micros.of(wanted.after().receivedAt());
        this.until = Micros.of(wanted.until());
    }

    List<FoundEvent> read() throws RocksDBException {
        String type = wanted.type();
        if (type == null) {
            scan(from, until);
        } else {
            readSpans(type);
        }
        return page.size() > atMost ? page.subList(0, atMost) : page;
    }

    private void readSpans(String type) throws RocksDBException {
        byte[] behind = Keys.type(type, Keys.nextSpan(until));
        byte[] span = open.first(Keys.type(type, from), behind);
        while (span != null && page.size() < atMost) {
            long begin = Keys.spanOf(span);
            long next = Keys.nextSpan(begin);
            scan(Math.max(from, begin), Math.min(until, next));
            span = next < until ? open.first(Keys.type(type, next), behind) : null;
        }
    }

    private void scan(long begin, long stop) throws RocksDBException {
        open.scan(Keys.claimsFrom(begin), Keys.claimsFrom(stop), (key, value) -> {
            Place place = Keys.place(key);
            if (place.received() != received) {
                flush();
                received = place.received();
            }
            if (!place.isDelivery()) {
                Stored.rows(place, value).stream().filter(this::isWanted).forEach(together::add);
            }
            requireTime();
            return page.size() < atMost;
        });
        flush();
    }

    private void flush() {
        together.sort(BY_ID);
        page.addAll(together);
        together.clear();
    }

    private void requireTime() {
        if (System.nanoTime() - end > 0) {
            throw new QueryTimeoutException("the search took too long: ask for a shorter time");
        }
    }

    private boolean isWanted(FoundEvent found) {
        Ledger.Entry entry = found.entry();
        return (Micros.of(entry.receivedAt()) > from
                        || EmbeddedSearch.BY_ID.compare(
                                        entry.eventId(), wanted.after().eventId())
                                > 0)
                && (wanted.type() == null || wanted.type().equals(entry.eventType()))
                && (wanted.channel() == null || ("," + entry.channel() + ",").contains("," + wanted.channel() + ","));
    }
}

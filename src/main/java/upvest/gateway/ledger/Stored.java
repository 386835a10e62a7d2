package upvest.gateway.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import upvest.gateway.ledger.Search.FoundDelivery;
import upvest.gateway.ledger.Search.FoundEvent;

/** The values in the embedded ledger. What a place tells is not in its value. */
final class Stored {
    private static final long NO_TIME = Long.MIN_VALUE;

    private Stored() {}

    /**
     * How much there is.
     *
     * @param newest when the newest event was received, in microseconds since 1970
     */
    record Total(long rows, long newest) {
        static final Total NOTHING = new Total(0, Long.MIN_VALUE);

        Total with(long more, long received) {
            return new Total(rows + more, Math.max(newest, received));
        }
    }

    static byte[] total(Total total) {
        return new Bytes().number(total.rows).number(total.newest).array();
    }

    static Total total(byte[] value) {
        ByteBuffer from = ByteBuffer.wrap(value);
        return new Total(from.getLong(), from.getLong());
    }

    static byte[] delivery(FoundDelivery found) {
        AcceptedDelivery delivery = found.delivery();
        return new Bytes()
                .id(delivery.deliveryId())
                .text(delivery.webhookId())
                .number(delivery.events())
                .number(found.duplicates())
                .array();
    }

    static FoundDelivery delivery(Place place, byte[] value) {
        ByteBuffer from = ByteBuffer.wrap(value);
        UUID id = Bytes.id(from);
        String webhook = Bytes.text(from);
        AcceptedDelivery delivery =
                new AcceptedDelivery(place.claim(), id, webhook, Micros.at(place.received()), from.getInt());
        return new FoundDelivery(delivery, from.getInt());
    }

    /** @param rows of one delivery */
    static byte[] rows(List<FoundEvent> rows) {
        Bytes to = new Bytes().id(rows.get(0).entry().deliveryId()).number16(rows.size());
        for (FoundEvent row : rows) {
            Ledger.Entry entry = row.entry();
            Instant created = entry.createdAt();
            to.id(entry.eventId())
                    .number(created == null ? NO_TIME : Micros.of(created))
                    .text(entry.eventType())
                    .text(entry.objectId())
                    .text(entry.channel())
                    .number(row.duplicates());
        }
        return to.array();
    }

    static List<FoundEvent> rows(Place place, byte[] value) {
        ByteBuffer from = ByteBuffer.wrap(value);
        UUID delivery = Bytes.id(from);
        Instant received = Micros.at(place.received());
        int count = Bytes.number16(from);
        List<FoundEvent> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            UUID event = Bytes.id(from);
            long created = from.getLong();
            rows.add(new FoundEvent(
                    new Ledger.Entry(
                            event,
                            delivery,
                            Bytes.text(from),
                            Bytes.text(from),
                            created == NO_TIME ? null : Micros.at(created),
                            received,
                            Objects.requireNonNull(Bytes.text(from))),
                    from.getInt()));
        }
        return rows;
    }
}

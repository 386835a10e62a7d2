package upvest.gateway.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is where in the embedded ledger. The ids of events are in a family of their own, each with its {@link Place}. All
 * else is in the other, where a key begins with its kind, and what comes later is behind what came before: nothing of a
 * large ledger is touched by what comes now.
 */
final class Keys {
    /** By place: a delivery, or a piece of its rows. */
    static final char CLAIM = 'c';
    /** By delivery id and place: its attempts. */
    private static final char ATTEMPT = 'd';
    /** By object and place: pieces that have rows about it. Of each day apart, so that old ones lie together. */
    static final char OBJECT = 'o';
    /** By type and time: when there were events of it, in spans. */
    static final char TYPE = 't';
    /** By subscription: when its last delivery was received. */
    static final char SUBSCRIPTION = 'w';
    /** By number: what operators did. */
    static final char AUDIT = 'a';

    /** How many rows there are, and when the newest was received. */
    static final byte[] TOTAL = {'n'};
    /** How far the ledger of an earlier release is taken over. */
    static final byte[] TAKEN_OVER = {'m'};
    /** The form of all this. */
    static final byte[] FORM = {'v'};

    private static final int PLACE_BYTES = 3 * Long.BYTES + Short.BYTES;
    private static final long DAY_MICROS = 86_400_000_000L;
    /** Ten minutes: a search for a rare type reads so much around each event that it finds. */
    private static final long SPAN_MICROS = 600_000_000L;

    private Keys() {}

    static byte[] event(UUID event) {
        return new Bytes().id(event).array();
    }

    static byte[] claim(Place place) {
        return place.write(new Bytes().kind(CLAIM)).array();
    }

    /** Before all claims that were received at this time. */
    static byte[] claimsFrom(long received) {
        return new Bytes().kind(CLAIM).sorted(received).array();
    }

    /** Behind everything of a kind. */
    static byte[] behind(char kind) {
        return new Bytes().kind((char) (kind + 1)).array();
    }

    static byte[] attempts(UUID delivery) {
        return new Bytes().kind(ATTEMPT).id(delivery).array();
    }

    static byte[] attempt(UUID delivery, Place place) {
        return place.write(new Bytes().kind(ATTEMPT).id(delivery)).array();
    }

    static byte[] objectsBefore(long day) {
        return new Bytes().kind(OBJECT).number((int) day).array();
    }

    static byte[] object(String object, long day) {
        return new Bytes()
                .kind(OBJECT)
                .number((int) day)
                .number(object.hashCode())
                .array();
    }

    static byte[] object(String object, Place place) {
        byte[] day = object(object, day(place.received()));
        return place.write(new Bytes().copy(day)).array();
    }

    static byte[] type(String type) {
        return new Bytes().kind(TYPE).name(type).array();
    }

    static byte[] type(String type, long received) {
        return new Bytes().copy(type(type)).sorted(span(received)).array();
    }

    static String typeOf(byte[] key) {
        return new String(key, 1, key.length - Long.BYTES - 2, StandardCharsets.UTF_8);
    }

    /** When the span of a type's key began. */
    static long spanOf(byte[] key) {
        return Bytes.sorted(ByteBuffer.wrap(key).position(key.length - Long.BYTES));
    }

    static byte[] subscription(@Nullable String webhook) {
        Bytes key = new Bytes().kind(SUBSCRIPTION);
        return webhook == null ? key.array() : key.name(webhook).array();
    }

    /** The webhook id in the key of a subscription that has one. */
    static String subscriptionOf(byte[] key) {
        return new String(key, 1, key.length - 2, StandardCharsets.UTF_8);
    }

    static byte[] audit(long number) {
        return new Bytes().kind(AUDIT).sorted(number).array();
    }

    static long day(long received) {
        return Math.floorDiv(received, DAY_MICROS);
    }

    /** When the span began in which this time is. */
    static long span(long received) {
        return Math.floorDiv(received, SPAN_MICROS) * SPAN_MICROS;
    }

    static long nextSpan(long received) {
        return span(received) + SPAN_MICROS;
    }

    /** The place at the end of a key that has one. */
    static Place place(byte[] key) {
        ByteBuffer end = ByteBuffer.wrap(key);
        return Place.read(end.position(key.length - PLACE_BYTES));
    }
}

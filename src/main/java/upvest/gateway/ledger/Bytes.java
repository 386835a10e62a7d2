package upvest.gateway.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values one after the other, the highest byte of a number first, so that keys are sorted as their values are. */
final class Bytes {
    private static final int NO_TEXT = -1;
    private static final int START = 64;

    private ByteBuffer buffer = ByteBuffer.allocate(START);

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(buffer.position());
        }
        return buffer;
    }

    Bytes kind(char kind) {
        room(1).put((byte) kind);
        return this;
    }

    /** Two bytes, without a sign. */
    Bytes number16(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    Bytes number(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    Bytes number(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** As {@link #number(long)}, and negative ones are before the others. */
    Bytes sorted(long value) {
        return number(value ^ Long.MIN_VALUE);
    }

    Bytes id(UUID id) {
        room(2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return this;
    }

    Bytes copy(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    /** With its length before it. */
    Bytes text(@Nullable String text) {
        if (text == null) {
            return number(NO_TEXT);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return number(bytes.length).copy(bytes);
    }

    /** With a zero behind it, for keys: the same text begins the same, and is no beginning of another. */
    Bytes name(String text) {
        copy(text.replace('\0', ' ').getBytes(StandardCharsets.UTF_8));
        room(1).put((byte) 0);
        return this;
    }

    byte[] array() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    static UUID id(ByteBuffer from) {
        return new UUID(from.getLong(), from.getLong());
    }

    static long sorted(ByteBuffer from) {
        return from.getLong() ^ Long.MIN_VALUE;
    }

    static int number16(ByteBuffer from) {
        return Short.toUnsignedInt(from.getShort());
    }

    static @Nullable String text(ByteBuffer from) {
        int length = from.getInt();
        if (length == NO_TEXT) {
            return null;
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static boolean begins(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}

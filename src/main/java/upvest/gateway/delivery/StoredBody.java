package upvest.gateway.delivery;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.support.JmsUtils;

/**
 * The bytes of a delivery that was taken from the inbox. Those of a large one are read when they are asked for: until then
 * they are on the broker's disk and take no memory.
 */
final class StoredBody {
    /** Bytes of a delivery from which on it is not read before its turn. */
    private static final int LARGE = 1024 * 1024;

    /** The broker's property of a message that is not sent in one piece: its bytes. */
    private static final String STREAMED_SIZE = "_AMQ_LARGE_SIZE";

    private final int size;
    private final @Nullable BytesMessage message;
    private byte @Nullable [] bytes;

    private StoredBody(int size, @Nullable BytesMessage message, byte @Nullable [] bytes) {
        this.size = size;
        this.message = message;
        this.bytes = bytes;
    }

    static StoredBody of(byte[] bytes) {
        return new StoredBody(bytes.length, null, bytes);
    }

    /** @param message may be read until the transaction ends in which it was taken */
    static StoredBody of(BytesMessage message) throws JMSException {
        boolean streamed = message.propertyExists(STREAMED_SIZE);
        int size = Math.toIntExact(streamed ? message.getLongProperty(STREAMED_SIZE) : message.getBodyLength());
        return new StoredBody(size, message, size > LARGE ? null : read(message, size));
    }

    int size() {
        return size;
    }

    /** Whether what is made of it takes so much memory that one is enough at a time. */
    boolean isLarge() {
        return size > LARGE || size > Weight.LIGHT && Weight.of(bytes()).isHeavy();
    }

    /** @throws org.springframework.jms.JmsException when the broker does not hand them out */
    byte[] bytes() {
        byte[] read = bytes;
        if (read == null) {
            try {
                read = read(Objects.requireNonNull(message), size);
            } catch (JMSException e) {
                throw JmsUtils.convertJmsAccessException(e);
            }
            bytes = read;
        }
        return read;
    }

    private static byte[] read(BytesMessage message, int size) throws JMSException {
        if (message.propertyExists(STREAMED_SIZE)) {
            Exactly bytes = new Exactly(size);
            message.setObjectProperty("JMS_AMQ_SaveStream", bytes);
            return bytes.all();
        }
        byte[] bytes = new byte[size];
        message.readBytes(bytes);
        return bytes;
    }

    /**
     * What is read of a large message with the methods of JMS stays in the memory of its consumer until that gets the next
     * one. Of this stream nothing is left there.
     */
    private static final class Exactly extends ByteArrayOutputStream {
        Exactly(int size) {
            super(size);
        }

        /** Once. Not a copy. */
        byte[] all() {
            byte[] all = count == buf.length ? buf : toByteArray();
            buf = new byte[0];
            count = 0;
            return all;
        }
    }
}

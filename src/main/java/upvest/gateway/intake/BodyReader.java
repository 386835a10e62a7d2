package upvest.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;

/**
 * Reads request bodies within bounds: each no longer and no slower than allowed, all of them together no larger than a
 * quarter of the heap. A body is handed on whole or not at all.
 */
final class BodyReader {
    private static final int FIRST = 16 * 1024;
    private static final int UNIT = 1024;

    private final int limit;
    private final long slowestNanos;
    private final Semaphore memory;

    /**
     * @param limit longest body, bytes
     * @param slowestNanos longest time for a body to arrive
     */
    BodyReader(int limit, long slowestNanos) {
        this.limit = limit;
        this.slowestNanos = slowestNanos;
        this.memory =
                new Semaphore((int) Math.max(units(limit), Runtime.getRuntime().maxMemory() / 4 / UNIT));
    }

    /** A body and the share of memory it holds until it is closed. */
    final class Body implements AutoCloseable {
        private byte[] bytes = new byte[0];
        private int units;

        byte[] bytes() {
            return bytes;
        }

        private void grow(int length) throws Refused {
            int more = units(length) - units;
            if (!memory.tryAcquire(more)) {
                throw new Refused(HttpStatus.SERVICE_UNAVAILABLE, "SATURATED", "bodies fill a quarter of the heap");
            }
            units += more;
            bytes = Arrays.copyOf(bytes, length);
        }

        @Override
        public void close() {
            memory.release(units);
        }
    }

    /** Why a body was not read to its end. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final HttpStatus status;
        private final String reason;

        Refused(HttpStatus status, String reason, String detail) {
            super(detail);
            this.status = status;
            this.reason = reason;
        }

        HttpStatus status() {
            return status;
        }

        String reason() {
            return reason;
        }
    }

    /** @throws Refused when it is too long, too slow or too much for the memory */
    Body read(HttpServletRequest request) throws IOException {
        Body body = new Body();
        try {
            fill(body, request.getInputStream(), (int) request.getContentLengthLong());
            return body;
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private void fill(Body body, InputStream in, int declared) throws IOException {
        long deadline = System.nanoTime() + slowestNanos;
        int most = declared >= 0 ? declared : limit + 1; // one byte too many is enough to know
        int size = 0;
        body.grow(Math.min(FIRST, most));
        for (int n = in.read(body.bytes, 0, body.bytes.length); n >= 0 && size < most; ) {
            size += n;
            if (System.nanoTime() > deadline) {
                throw new SocketTimeoutException("the time for a body has passed");
            }
            if (size > limit) {
                throw new Refused(HttpStatus.PAYLOAD_TOO_LARGE, "TOO_LONG", "longer than " + limit);
            }
            if (size == body.bytes.length && size < most) {
                body.grow((int) Math.min(2L * size, most));
            }
            n = size < most ? in.read(body.bytes, size, body.bytes.length - size) : -1;
        }
        body.bytes = size == body.bytes.length ? body.bytes : Arrays.copyOf(body.bytes, size);
    }

    private static int units(int bytes) {
        return (bytes + UNIT - 1) / UNIT;
    }
}

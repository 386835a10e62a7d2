package upvest.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies within bounds: none longer and none slower than allowed. A small one is kept in memory, of a larger
 * one only a piece is there at a time: the rest is in a file.
 */
final class BodyReader {
    /** As long as a body may be to be kept in memory, bytes. */
    static final int SMALL = 384 * 1024;

    private static final int FIRST = 16 * 1024;
    private static final String SUFFIX = ".body";

    private final long limit;
    private final Duration longest;
    private final Path folder;

    /**
     * @param limit longest body, bytes
     * @param longest time for a body to arrive
     * @param folder for large bodies on their way; what an earlier process left there is deleted
     */
    BodyReader(long limit, Duration longest, Path folder) throws IOException {
        this.limit = limit;
        this.longest = longest;
        this.folder = folder;
        Files.createDirectories(folder);
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file :
                    (Iterable<Path>) left.filter(path -> path.toString().endsWith(SUFFIX))::iterator) {
                Files.delete(file);
            }
        }
    }

    /**
     * How long a body can become at most.
     *
     * @param declared length, bytes; negative when none was declared
     */
    long longest(long declared) {
        return declared < 0 ? limit : Math.min(declared, limit);
    }

    /**
     * Reads a body to its end.
     *
     * @param algorithm of the digest that the body is compared with; null when there is none
     * @throws Refused when it is too long
     * @throws SocketTimeoutException when it is too slow
     */
    Body read(InputStream in, @Nullable String algorithm) throws IOException {
        Reading reading = new Reading(algorithm);
        byte[] bytes = new byte[FIRST];
        int size = 0;
        for (int n = reading.next(in, bytes, 0); n >= 0; n = reading.next(in, bytes, size)) {
            size += n;
            if (size == SMALL) {
                return large(in, bytes, reading);
            }
            bytes = size == bytes.length ? Arrays.copyOf(bytes, Math.min(SMALL, 2 * size)) : bytes;
        }
        return reading.body(Arrays.copyOf(bytes, size), null);
    }

    private Body large(InputStream in, byte[] buffer, Reading reading) throws IOException {
        Path file = Files.createTempFile(folder, "delivery-", SUFFIX);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(buffer);
            for (int n = reading.next(in, buffer, 0); n >= 0; n = reading.next(in, buffer, 0)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return reading.body(new byte[0], file);
    }

    /** What is made of the bytes while they arrive. */
    private final class Reading {
        private final long end = System.nanoTime() + longest.toNanos();
        private final MessageDigest sha256 = digest("SHA-256");
        private final MessageDigest signed;
        private final Subscription subscription = new Subscription();
        private long size;

        Reading(@Nullable String algorithm) {
            signed = algorithm == null || algorithm.equals("SHA-256") ? sha256 : digest(algorithm);
        }

        int next(InputStream in, byte[] buffer, int from) throws IOException {
            int n = in.read(buffer, from, buffer.length - from);
            if (n < 0) {
                return n;
            }
            size += n;
            if (size > limit) {
                throw new Refused(RefusalReason.TOO_LONG, "longer than " + limit);
            }
            if (System.nanoTime() > end) {
                throw new SocketTimeoutException("the time for a body has passed");
            }
            sha256.update(buffer, from, n);
            if (signed != sha256) {
                signed.update(buffer, from, n);
            }
            subscription.look(buffer, from, n);
            return n;
        }

        Body body(byte[] bytes, @Nullable Path file) {
            byte[] id = sha256.digest();
            return new Body(bytes, file, id, signed == sha256 ? id : signed.digest(), subscription.id());
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is part of every Java platform", e);
        }
    }
}

package upvest.gateway.consumerkit;

import java.util.Random;
import java.util.UUID;

/**
 * Where everything that is drawn comes from: the same seed and purpose give the same on every machine and every Java,
 * because {@link Random} and {@link String#hashCode} are specified to the last bit.
 */
record Seed(long value) {
    private static final long SPREAD = 0x9E3779B97F4A7C15L; // the golden ratio: near seeds must not give near draws

    Random random(String purpose) {
        return new Random((value * 31 + purpose.hashCode()) * SPREAD);
    }

    UUID uuid(String purpose) {
        return uuid(random(purpose));
    }

    /** A random UUID, version 4. */
    static UUID uuid(Random random) {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | (1L << 63));
    }
}

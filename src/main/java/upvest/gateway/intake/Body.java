package upvest.gateway.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upvest.gateway.delivery.DeliveryParser;

/**
 * A request's body, read to its end: in memory, or in a file when it is large.
 *
 * @param bytes all of it; empty when it is in the file
 * @param hash by the algorithm of the signed digest; that of {@code sha256} when there is none
 * @param subscription that sent it, as a cheap look says
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Body(byte[] bytes, @Nullable Path file, byte[] sha256, byte[] hash, @Nullable String subscription)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Body.class);

    /** Made of the bytes: a retry of the same request has the same one. */
    UUID deliveryId() {
        return DeliveryParser.idOf(sha256);
    }

    InputStream open() throws IOException {
        return file == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file);
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be deleted; it is at the next start", file, e);
        }
    }
}

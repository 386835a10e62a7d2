package upvest.gateway.intake;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where trusted keys come from. */
interface KeySource {
    /** Reads it, within a deadline of seconds. */
    Document read() throws IOException;

    /** Whether reading needs no network. Nobody waits for such a source, and what it held need not be kept. */
    boolean here();

    /** Where it is, for those who operate the gateway. Two sources that may hold other keys have other names. */
    @Override
    String toString();

    /**
     * What was read.
     *
     * @param json a JSON Web Key Set
     * @param serverExpires when the certificate of the https server ends; null when there is none to watch
     */
    record Document(String json, @Nullable Instant serverExpires) {}
}

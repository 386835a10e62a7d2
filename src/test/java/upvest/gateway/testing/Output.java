package upvest.gateway.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;

/** What a process prints and nobody reads. */
public final class Output {
    private Output() {}

    /** Reads until the process has ended, so that it never waits for a reader. */
    public static void drain(Reader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            return; // it was ended while it was read
        }
    }
}

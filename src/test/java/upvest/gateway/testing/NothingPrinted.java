package upvest.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each test class during which something of a delivery's content was printed, to the log or beside it. JUnit finds
 * it by itself, so that it is true of every class.
 */
public final class NothingPrinted implements BeforeAllCallback, AfterAllCallback {
    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static PrintStream watched;

    /** What a process of its own printed. */
    public static void note(String line) {
        PRINTED.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        synchronized (PRINTED) {
            if (watched == null) {
                System.setErr(watched(System.err));
                watched = watched(System.out);
                System.setOut(watched);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        String printed = PRINTED.toString(StandardCharsets.UTF_8);
        PRINTED.reset();
        assertThat(Payloads.in(printed))
                .as("content of deliveries that was printed while " + context.getDisplayName() + " ran")
                .isEmpty();
    }

    private static PrintStream watched(PrintStream stream) {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        stream.write(one);
                        PRINTED.write(one);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        stream.write(bytes, offset, length);
                        PRINTED.write(bytes, offset, length);
                    }

                    @Override
                    public void flush() throws IOException {
                        stream.flush();
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }
}

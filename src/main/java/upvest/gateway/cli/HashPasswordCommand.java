package upvest.gateway.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import picocli.CommandLine.Command;

/** {@code gateway hash-password}. */
@Command(
        name = "hash-password",
        description = {
            "Makes the hash of a password for upvest.operators. Asks for the password, or reads it from a line of input.",
        },
        footer = {"", "Examples:", "  gateway hash-password", "  pwgen -s 24 1 | tee password | gateway hash-password"},
        exitCodeList = {"0:done", "2:no password, or one that is too short or too long"})
final class HashPasswordCommand extends ShellCommand {
    private static final int SHORTEST = 12;

    /** What bcrypt looks at. */
    private static final int LONGEST_BYTES = 72;

    @Override
    public Integer call() throws IOException {
        Console console = System.console();
        String password = console == null || System.in.available() > 0 ? line() : typed(console);
        if (password == null || password.length() < SHORTEST) {
            throw new IllegalArgumentException("a password has at least " + SHORTEST + " characters");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw new IllegalArgumentException("a password has at most " + LONGEST_BYTES + " bytes");
        }
        out().println("{bcrypt}" + new BCryptPasswordEncoder().encode(password));
        return 0;
    }

    private static @Nullable String line() throws IOException {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    private static @Nullable String typed(Console console) {
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Once more: ");
        if (!Arrays.equals(first, second)) {
            throw new IllegalArgumentException("the passwords differ");
        }
        return first == null ? null : String.valueOf(first);
    }
}

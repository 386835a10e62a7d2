package upvest.gateway.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Who asks the management port. Without a name: whom the quick start on this machine has made up, and written down for
 * its own user only in {@code <data>/operator}.
 */
final class Login {
    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "${env:GATEWAY_USER}",
            description = "The login; default: GATEWAY_USER, else the operator of the quick start")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:GATEWAY_PASSWORD}",
            description = "Its password; default: GATEWAY_PASSWORD, which no process list shows")
    private @Nullable String password;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            hidden = true,
            defaultValue = "${env:UPVEST_DATA:-${sys:gateway.home:-.}/data}")
    private Path data = Path.of("");

    /** The header of HTTP Basic. What the quick start has written goes nowhere but to this machine. */
    Optional<String> header(URI url) throws IOException {
        if (user == null != (password == null)) {
            throw new IllegalArgumentException(
                    "give --user and --password, or GATEWAY_USER and GATEWAY_PASSWORD: both");
        }
        if (user != null) {
            return Optional.of(basic(user + ":" + password));
        }
        return Files.isReadable(file()) && InetAddress.getByName(url.getHost()).isLoopbackAddress()
                ? Optional.of(basic(Files.readString(file()).strip()))
                : Optional.empty();
    }

    /** What to do after a 401, in a sentence. */
    String refused() {
        if (user != null) {
            return "the gateway refuses the login " + user + ": wrong name or password";
        }
        return Files.isReadable(file())
                ? file() + " is of another gateway or another start: set GATEWAY_USER and GATEWAY_PASSWORD"
                : "the gateway needs a login: set GATEWAY_USER and GATEWAY_PASSWORD, see"
                        + " docs/how-to/manage-logins.md";
    }

    private Path file() {
        return data.resolve("operator");
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}

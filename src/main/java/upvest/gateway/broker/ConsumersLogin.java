package upvest.gateway.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import upvest.gateway.GatewayProperties;
import upvest.gateway.PrivateFile;
import upvest.gateway.WrongSetting;

/**
 * Who may consume from the embedded broker. Where the settings name nobody, one is made up at the first start and kept in
 * {@code <data>/consumers}, name and password with a colon between them, for the gateway's own user only: programs on this
 * machine read it there, also after a restart.
 *
 * @param user null: nobody is known
 */
public record ConsumersLogin(@Nullable String user, @Nullable String password) {
    /** Of the user that is made up, and of its file. */
    public static final String NAME = "consumers";

    private static final int RANDOM_BYTES = 18;
    private static final Pattern HERE = Pattern.compile("tcp://(localhost|127(\\.\\d{1,3}){3}|\\[::1])([:/?].*)?");

    static ConsumersLogin of(GatewayProperties properties) throws IOException {
        GatewayProperties.Broker settings = properties.broker();
        if ((settings.user() == null) != (settings.password() == null)) {
            throw new WrongSetting("upvest.broker.user and upvest.broker.password: set both or none");
        }
        if (settings.user() != null) {
            return new ConsumersLogin(settings.user(), settings.password());
        }
        Path file = file(properties.data());
        if (!Files.exists(file)) {
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            PrivateFile.write(
                    file, NAME + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        }
        return read(file);
    }

    /** The one that was made up for a broker on this machine; nobody where there is none. It goes to no other machine. */
    public static ConsumersLogin find(Path data, String url) throws IOException {
        return Files.isReadable(file(data)) && HERE.matcher(url).matches()
                ? read(file(data))
                : new ConsumersLogin(null, null);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "ConsumersLogin[" + user + "]";
    }

    private static ConsumersLogin read(Path file) throws IOException {
        String[] parts = Files.readString(file).strip().split(":", 2);
        if (parts.length < 2 || parts[1].isEmpty()) {
            throw new WrongSetting(file + ": it should hold a name and a password with a colon between them; delete it,"
                    + " and the next start creates new ones");
        }
        return new ConsumersLogin(parts[0], parts[1]);
    }

    private static Path file(Path data) {
        return data.resolve(NAME);
    }
}

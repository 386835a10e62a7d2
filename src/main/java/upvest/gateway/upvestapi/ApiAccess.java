package upvest.gateway.upvestapi;

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import upvest.gateway.GatewayProperties;
import upvest.gateway.WrongSetting;

/**
 * What is needed to ask Upvest, complete.
 *
 * @param base address without a path
 * @param keyId under which Upvest has the public half of the key
 */
record ApiAccess(URI base, String clientId, String clientSecret, SigningKey key, String keyId) {
    private static final URI SANDBOX = URI.create("https://sandbox.upvest.co");
    private static final URI LIVE = URI.create("https://api.upvest.co");

    /** @throws WrongSetting when something is missing or wrong; names the setting */
    static ApiAccess of(GatewayProperties.Api settings) {
        URI base = base(settings.url());
        String clientId = set("client-id", settings.clientId());
        String clientSecret = set("client-secret", settings.clientSecret());
        SigningKey key = key(set("key", settings.key()), settings.passphrase());
        String keyId = settings.keyId() != null ? settings.keyId() : key.id();
        return new ApiAccess(base, clientId, clientSecret, key, set("key-id", keyId));
    }

    boolean live() {
        return LIVE.getHost().equals(base.getHost());
    }

    private static URI base(String url) {
        return switch (url) {
            case "sandbox" -> SANDBOX;
            case "live" -> LIVE;
            default -> {
                try {
                    URI address = URI.create(url.replaceFirst("/+$", ""));
                    if (address.getHost() == null || !address.getRawPath().isEmpty() || !safe(address)) {
                        throw new IllegalArgumentException("write sandbox, live or https://host");
                    }
                    yield address;
                } catch (IllegalArgumentException e) {
                    throw new WrongSetting("upvest.api.url: '" + url + "': " + e.getMessage(), e);
                }
            }
        };
    }

    /** Secrets travel in the clear within this machine only. */
    private static boolean safe(URI address) {
        return "https".equals(address.getScheme())
                || "http".equals(address.getScheme())
                        && address.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    }

    private static <T> T set(String name, @Nullable T value) {
        if (value == null) {
            throw new WrongSetting("upvest.api." + name + " is not set: it comes from your Upvest client");
        }
        return value;
    }

    private static SigningKey key(Path file, @Nullable String passphrase) {
        try {
            return SigningKey.read(file, passphrase);
        } catch (NoSuchFileException e) {
            throw new WrongSetting("upvest.api.key: there is no file " + file, e);
        } catch (IOException e) {
            throw new WrongSetting("upvest.api.key: " + file + ": " + e.getMessage(), e);
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return base + " as " + clientId;
    }
}

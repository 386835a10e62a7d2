package upvest.gateway;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code upvest.path}: the path that Upvest posts to, in the one form in which it arrives. */
final class WebhookPath {
    /** What needs no escape in a path and means nothing to Camel, Spring or a proxy. */
    private static final Pattern FORM = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    private static final Pattern DOTS = Pattern.compile("/\\.{1,2}(/|$)");
    /** Camel takes what begins so for a proxy of its own (PlatformHttpEndpoint.isHttpProxy). */
    private static final String PROXY = "/proxy";

    private WebhookPath() {}

    /** @throws WrongSetting when it is none */
    static String checked(@Nullable String path) {
        if (path == null || !FORM.matcher(path).matches() || DOTS.matcher(path).find() || path.startsWith(PROXY)) {
            throw new WrongSetting("upvest.path: '" + printable(path) + "' is not the path of an address: write it as"
                    + " Upvest posts it, such as /webhooks/upvest, of letters, digits and . _ ~ - between single"
                    + " slashes, without one at the end and not beginning with " + PROXY);
        }
        return path;
    }

    private static String printable(@Nullable String path) {
        return path == null ? "" : path.replaceAll("[^ -~]", "?");
    }
}

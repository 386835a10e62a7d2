package upvest.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * Whether a refused request may be a delivery of Upvest's, which then holds everything behind it back, or is somebody
 * else's: what scans every address in the internet must not look like that.
 */
final class SenderGuess {
    private final String path;
    private final boolean signed;

    /**
     * @param path {@code upvest.path}
     * @param signed whether deliveries must be signed; then Upvest's are
     */
    SenderGuess(String path, boolean signed) {
        this.path = spelt(path);
        this.signed = signed;
    }

    /** It is signed, whether well or not; where nobody signs, it is posted to the path in some spelling. */
    boolean isDelivery(HttpServletRequest request) {
        return isSigned(request) || (!signed && isPosted(request));
    }

    /** The same for a request of whose head the server has read a part only. */
    boolean mayBeDelivery(HttpServletRequest request) {
        return isSigned(request) || isPosted(request);
    }

    private static boolean isSigned(HttpServletRequest request) {
        return request.getHeader("Signature") != null || request.getHeader("Signature-Input") != null;
    }

    private boolean isPosted(HttpServletRequest request) {
        return "POST".equals(request.getMethod()) && path.equals(spelt(request.getRequestURI()));
    }

    /** A path without what people and proxies add to it: escapes, parameters, more slashes, capitals. */
    private static String spelt(@Nullable String path) {
        if (path == null) {
            return "";
        }
        String plain = path.replaceAll(";[^/]*", "");
        try {
            plain = UriUtils.decode(plain, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return plain; // no escape: no spelling of ours
        }
        return plain.replaceAll("/+", "/").replaceAll("(?<=.)/$", "").toLowerCase(Locale.ROOT);
    }
}

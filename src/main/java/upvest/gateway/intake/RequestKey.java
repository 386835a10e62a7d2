package upvest.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.stream.Stream;

/** What tells one request from another and stays the same when it is sent again: its digest, which nobody has checked. */
record RequestKey(String text) {
    static final RequestKey UNSIGNED = new RequestKey("");
    private static final int LONGEST = 200;

    static RequestKey of(HttpServletRequest request) {
        return Stream.of("digest", "content-digest")
                .map(request::getHeader)
                .filter(Objects::nonNull)
                .findFirst()
                .map(digest -> new RequestKey(digest.substring(0, Math.min(LONGEST, digest.length()))))
                .orElse(UNSIGNED);
    }
}

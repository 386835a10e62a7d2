package upvest.gateway.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The head of one HTTP request exactly as it arrived: what a signature is checked against.
 *
 * @param method upper case
 * @param path raw, not decoded
 * @param query raw, without the question mark; null when there is none
 * @param headers by lower-case name, values in the order of arrival
 */
public record WebhookRequest(String method, String path, @Nullable String query, Map<String, List<String>> headers) {

    /** All values of a header, each trimmed, joined with ", " (RFC 9110, 5.3); null when the header is absent. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null
                ? null
                : String.join(", ", values.stream().map(String::strip).toList());
    }

    /** Never the headers: a proxy may add a login. */
    @Override
    public String toString() {
        return "WebhookRequest[" + method + " " + path + "]";
    }

    /** Collects headers by lower-case name, in the order of arrival. */
    public static final class Headers {
        private final Map<String, List<String>> values = new TreeMap<>();

        public Headers add(String name, String value) {
            values.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>(1))
                    .add(value);
            return this;
        }

        public Map<String, List<String>> map() {
            return Collections.unmodifiableMap(values);
        }
    }
}

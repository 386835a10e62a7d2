package upvest.gateway.upvestapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A subscription that Upvest will take: the rules are those of its API.
 *
 * @param url where deliveries go: https, with a DNS name
 * @param types {@code ALL}, or categories and event types
 * @param excludedTypes only beside {@code ALL}
 * @param delay how long Upvest collects events for a delivery
 * @param maxPackageSize of a delivery, bytes; one event that is larger is sent all the same
 */
public record WantedSubscription(
        String title, URI url, List<String> types, List<String> excludedTypes, Duration delay, int maxPackageSize) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TITLE = Pattern.compile("[a-zA-Z0-9 ()\\[\\]{}.-]{1,32}");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]*(\\.[A-Z][A-Z0-9_]*)?");
    private static final Pattern DNS_NAME = Pattern.compile("([a-zA-Z0-9-]+\\.)+[a-zA-Z][a-zA-Z0-9-]+");
    private static final int LONGEST_URL = 1000;
    private static final int LONGEST_DELAY_SECONDS = 30;
    private static final int LEAST_SIZE = 100;
    private static final int LARGEST_SIZE = 1_048_576;
    private static final List<String> ALL = List.of("ALL");

    /** @throws IllegalArgumentException when Upvest would not take it; says what it takes */
    public WantedSubscription {
        check(
                TITLE.matcher(title).matches(),
                "a title has 1 to 32 letters, digits, blanks or ( ) [ ] { } . -, not '" + title + "'");
        check(
                "https".equals(url.getScheme())
                        && url.getHost() != null
                        && DNS_NAME.matcher(url.getHost()).matches(),
                "Upvest delivers to https addresses with a DNS name only, not to " + url);
        check(
                url.getUserInfo() == null
                        && url.getFragment() == null
                        && url.toString().length() <= LONGEST_URL,
                "the address has no login, no fragment, and at most " + LONGEST_URL + " characters");
        for (String type : types) {
            check(
                    TYPE.matcher(type).matches(),
                    "a type is ALL, or written like ORDER or ORDER.NEW, not '" + type + "'");
        }
        excludedTypes.forEach(type -> check(
                TYPE.matcher(type).matches() && !ALL.contains(type), "'" + type + "' is not a type to leave out"));
        check(types.equals(ALL) || !types.isEmpty() && !types.contains("ALL"), "name ALL alone, or some types");
        check(excludedTypes.isEmpty() || types.equals(ALL), "types can be left out of ALL only");
        check(
                delay.toSeconds() >= 1 && delay.toSeconds() <= LONGEST_DELAY_SECONDS && delay.toMillisPart() == 0,
                "the delay is 1 to 30 s, in whole seconds");
        check(
                maxPackageSize >= LEAST_SIZE && maxPackageSize <= LARGEST_SIZE,
                "the package size is 100 to 1048576 bytes");
    }

    private static void check(boolean fine, String message) {
        if (!fine) {
            throw new IllegalArgumentException(message);
        }
    }

    /** As Upvest's API wants it. */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode().put("title", title).put("url", url.toString());
        types.forEach(json.putArray("type")::add);
        if (!excludedTypes.isEmpty()) {
            excludedTypes.forEach(json.putArray("exclude_type")::add);
        }
        json.putObject("config").put("delay", delay.toSeconds() + "s").put("max_package_size", maxPackageSize);
        return json;
    }
}

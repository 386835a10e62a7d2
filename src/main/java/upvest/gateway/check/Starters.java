package upvest.gateway.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import upvest.gateway.settings.Spelling;

/** Components that Camel has and the gateway has not: {@code starters.txt}, from the bill of materials of its version. */
final class Starters {
    /** Schemes that a starter of another name brings. */
    private static final Map<String, String> OTHERS = Map.of(
            "https", "http",
            "ftps", "ftp",
            "sftp", "ftp",
            "smtp", "mail",
            "smtps", "mail",
            "imap", "mail",
            "imaps", "mail",
            "rabbitmq", "spring-rabbitmq",
            "redis", "spring-redis",
            "paho-mqtt", "paho-mqtt5");

    private Starters() {}

    /**
     * What to write instead of a component that is not there.
     *
     * @param isHere whether a component is
     */
    static String instead(String scheme, Predicate<String> isHere) {
        List<String> starters = starters();
        String starter = OTHERS.getOrDefault(scheme, scheme);
        if (starters.contains(starter)) {
            return "add camel-" + starter + "-starter to pom.xml, or write one that is there";
        }
        List<String> all = new ArrayList<>(OTHERS.keySet());
        all.addAll(starters);
        @Nullable String near = Spelling.nearest(scheme, all);
        if (near == null) {
            return "write one of Camel's components";
        }
        String name = OTHERS.getOrDefault(near, near);
        return "write " + near + (isHere.test(near) ? "" : ", and add camel-" + name + "-starter to pom.xml");
    }

    private static List<String> starters() {
        try (InputStream list = Objects.requireNonNull(Starters.class.getResourceAsStream("starters.txt"))) {
            return List.of(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\\s+", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

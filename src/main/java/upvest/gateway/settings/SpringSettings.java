package upvest.gateway.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Spring Boot and Camel: what their jars say of themselves, see
 * <a href="https://docs.spring.io/spring-boot/specification/configuration-metadata/">Configuration Metadata</a>.
 */
final class SpringSettings {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String NAME = "\"name\":";
    private static final Pattern PROPERTY =
            Pattern.compile(NAME + "\\s*\"([\\w.-]+)\"(?:,\\s*\"type\":\\s*\"([^\"]+)\")?");

    /** Below these are names that nobody can list. */
    private static final Pattern OPEN =
            Pattern.compile("java\\.util\\.(Map|List|Set|Properties|Collection).*|java\\.lang\\.Object");

    /** What no jar tells. */
    private static final Pattern UNTOLD =
            Pattern.compile("management\\.endpoint\\.(jolokia|hawtio|drift)\\..+|spring\\.application\\.json");

    private static final Known ANY = new Known("", Form.TEXT, null, false, List.of());

    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();

    private SpringSettings() {}

    static SpringSettings read() {
        SpringSettings settings = new SpringSettings();
        try {
            for (URL file :
                    Collections.list(SpringSettings.class.getClassLoader().getResources(METADATA))) {
                try (InputStream in = file.openStream()) {
                    settings.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    private void add(String metadata) {
        Matcher property = PROPERTY.matcher(metadata);
        for (int at = metadata.indexOf(NAME); at >= 0; at = metadata.indexOf(NAME, at + 1)) {
            property.region(at, metadata.length());
            if (property.lookingAt() && !property.group(1).startsWith("upvest.")) { // known by what the gateway binds
                add(property.group(1), property.group(2));
            }
        }
    }

    private void add(String name, @Nullable String type) {
        String uniform = Known.uniform(name);
        if (type != null) {
            types.put(uniform, type);
            known.put(uniform, new Known(name, Form.ofType(type), null, false, List.of()));
        } else { // one of no type, or what else is said of one
            known.putIfAbsent(uniform, new Known(name, Form.TEXT, null, false, List.of()));
        }
    }

    /** Null when there is no such setting. */
    @Nullable
    Known named(String name) {
        String uniform = Known.uniform(name);
        Known found = UNTOLD.matcher(uniform).matches() ? ANY : known.get(uniform);
        for (int dot = uniform.lastIndexOf('.'); found == null && dot > 0; dot = uniform.lastIndexOf('.', dot - 1)) {
            String above = uniform.substring(0, dot);
            if (OPEN.matcher(types.getOrDefault(above, "")).matches()) {
                found = known.get(above);
            }
        }
        return found;
    }

    List<String> names() {
        return known.values().stream().map(Known::name).toList();
    }
}

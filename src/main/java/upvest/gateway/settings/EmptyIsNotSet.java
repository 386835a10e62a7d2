package upvest.gateway.settings;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * An empty value means that a setting is not set, wherever it was given: what is asked next decides, the default at last.
 * {@code UPVEST_LIMITS_BODY=} is what an orchestrator makes of a variable that nobody has filled in.
 */
public final class EmptyIsNotSet implements EnvironmentPostProcessor, Ordered {
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        in(environment);
    }

    /** Takes empty values out of all that was given, but for the defaults. */
    public static void in(ConfigurableEnvironment environment) {
        MutablePropertySources sources = environment.getPropertySources();
        for (EnumerablePropertySource<?> source : Source.given(environment)) {
            if (Source.of(source) != Source.DEFAULTS && hasEmpty(source)) {
                sources.replace(
                        source.getName(),
                        Source.of(source) == Source.ENVIRONMENT
                                ? new SystemEnvironmentPropertySource(source.getName(), filled(source))
                                : new Filled(source));
            }
        }
    }

    private static boolean hasEmpty(EnumerablePropertySource<?> source) {
        return Arrays.stream(source.getPropertyNames()).anyMatch(name -> empty(source, name));
    }

    /** Environment and Java have variables of others too, which may be empty. */
    private static boolean empty(EnumerablePropertySource<?> source, String name) {
        Source from = Source.of(source);
        boolean others = from == Source.ENVIRONMENT || from == Source.SYSTEM_PROPERTIES;
        return (others ? Names.isExplained(name) : name.contains(".")) // --debug has no value
                && source.getProperty(name) instanceof CharSequence text
                && text.toString().isBlank();
    }

    private static Map<String, Object> filled(EnumerablePropertySource<?> source) {
        Map<String, Object> filled = new LinkedHashMap<>();
        for (String name : source.getPropertyNames()) {
            Object value = source.getProperty(name);
            if (value != null && !empty(source, name)) {
                filled.put(name, value);
            }
        }
        return filled;
    }

    /** What is not empty of a source; still tells the line of the file where each stands. */
    private static final class Filled extends MapPropertySource implements OriginLookup<String> {
        private final EnumerablePropertySource<?> whole;

        Filled(EnumerablePropertySource<?> whole) {
            super(whole.getName(), filled(whole));
            this.whole = whole;
        }

        @Override
        public @Nullable Origin getOrigin(String key) {
            return OriginLookup.getOrigin(whole, key);
        }
    }
}

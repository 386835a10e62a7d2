package upvest.gateway.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import upvest.gateway.GatewayProperties;
import upvest.gateway.Within;

/** The settings that there are: those that the gateway binds, and what else stands in {@code config/application.yaml}. */
public final class KnownSettings {
    private static final String ROOT = "upvest";

    private final Map<String, Known> known = new LinkedHashMap<>();

    private KnownSettings() {}

    static KnownSettings of(ConfigurableEnvironment environment) {
        KnownSettings settings = bound();
        for (EnumerablePropertySource<?> source : Source.given(environment)) {
            if (Source.of(source) == Source.DEFAULTS) {
                settings.addDefaults(source, environment);
            }
        }
        return settings;
    }

    /** Names of all settings that the gateway binds, such as {@code upvest.limits.in-flight}. */
    public static Set<String> ofGateway() {
        return bound().all().stream().map(Known::name).collect(Collectors.toSet());
    }

    /**
     * The Java type that says what a value of a setting looks like.
     *
     * @param standard its default; empty when it has none
     */
    public static String type(String name, String standard) {
        Known setting = bound().named(name);
        return (setting == null ? Form.ofDefault(standard) : setting.form()).type();
    }

    private static KnownSettings bound() {
        KnownSettings settings = new KnownSettings();
        settings.addBound(ROOT, GatewayProperties.class, true);
        return settings;
    }

    Collection<Known> all() {
        return known.values();
    }

    @Nullable
    Known named(String name) {
        return known.get(Known.uniform(name));
    }

    private void add(Known setting) {
        known.putIfAbsent(Known.uniform(setting.name()), setting);
    }

    private void addBound(String prefix, Class<?> settings, boolean needed) {
        for (RecordComponent component : settings.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Class<?> type = component.getType();
            if (type.isRecord()) {
                addBound(name, type, needed);
            } else if (type == List.class) {
                add(new Known(name, Form.TEXT, null, false, List.of()));
                Class<?> item = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
                if (item.isRecord()) {
                    addBound(name, item, false);
                }
            } else {
                boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
                add(new Known(
                        name,
                        Form.ofType(type.getName()),
                        component.getAnnotation(Within.class),
                        needed && !optional,
                        words(type)));
            }
        }
    }

    private static List<String> words(Class<?> type) {
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants())
                        .map(word -> word.toString().toLowerCase(Locale.ROOT))
                        .toList()
                : List.of();
    }

    private void addDefaults(EnumerablePropertySource<?> source, ConfigurableEnvironment environment) {
        for (String name : source.getPropertyNames()) {
            String value = environment.resolvePlaceholders(String.valueOf(source.getProperty(name)));
            String plain = name.replaceAll("\\[[^]]*]", "");
            add(new Known(plain, Form.ofDefault(value), null, false, List.of()));
        }
    }
}

package upvest.gateway.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.SpringApplicationJsonEnvironmentPostProcessor;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Where settings are given. */
enum Source {
    COMMAND_LINE,
    ENVIRONMENT,
    SYSTEM_PROPERTIES,
    /** {@code config/application.yaml}, which knows all settings. */
    DEFAULTS,
    /** Any other file. */
    FILE,
    /** A folder with a file for each, the secrets of a container; not all are for the gateway. */
    FOLDER,
    /** Made by Spring, given by nobody. */
    NOBODY;

    static Source of(EnumerablePropertySource<?> source) {
        String name = source.getName();
        return switch (name) {
            case CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME -> COMMAND_LINE;
            case StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME -> ENVIRONMENT;
            case StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME -> SYSTEM_PROPERTIES;
            case SpringApplicationJsonEnvironmentPostProcessor.SPRING_APPLICATION_JSON_PROPERTY -> FILE;
            default -> ofFile(name);
        };
    }

    /** Spring Boot's names of them. */
    private static Source ofFile(String name) {
        if (name.startsWith("Config tree ")) {
            return FOLDER;
        }
        return name.startsWith("Config ") ? (name.contains("application.yaml]") ? DEFAULTS : FILE) : NOBODY;
    }

    /** What somebody has given, the first that is asked first. */
    static List<EnumerablePropertySource<?>> given(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .<EnumerablePropertySource<?>>mapMulti((source, all) -> {
                    if (source instanceof EnumerablePropertySource<?> named && of(named) != NOBODY) {
                        all.accept(named);
                    }
                })
                .toList();
    }

    /** For a sentence: which setting, and where it was found. */
    static String place(EnumerablePropertySource<?> source, String name) {
        Origin origin = source instanceof OriginLookup<?> ? OriginLookup.getOrigin(source, name) : null;
        return switch (of(source)) {
            case COMMAND_LINE -> "--" + name + " on the command line";
            case ENVIRONMENT -> name + " in the environment";
            case SYSTEM_PROPERTIES -> "-D" + name + " on Java's command line";
            default -> name + " in " + (origin instanceof TextResourceOrigin text ? line(text) : source.getName());
        };
    }

    private static String line(TextResourceOrigin origin) {
        @Nullable
        String file = origin.getResource() == null ? null : origin.getResource().getFilename();
        return file
                + (origin.getLocation() == null
                        ? ""
                        : ", line " + (origin.getLocation().getLine() + 1));
    }
}

package upvest.gateway.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The files of a gateway as they stand in a folder.
 *
 * @param config the files of {@code config/}
 * @param settings what a gateway started there would read from them
 */
record Checkout(
        List<RouteFile> routes, List<RouteFile> kamelets, List<YamlFile> config, ConfigurableEnvironment settings) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");

    /** @param found takes what is no YAML */
    static Checkout read(Path home, ConfigurableEnvironment settings, Consumer<Finding> found) throws IOException {
        return new Checkout(
                files(home, home.resolve("routes"), found),
                files(home, home.resolve("kamelets"), found),
                config(home, found),
                settings);
    }

    /**
     * What keeps the settings from being read.
     *
     * @throws IllegalArgumentException when this is not the folder of a gateway
     */
    static List<Finding> unreadableConfig(Path home) throws IOException {
        for (String folder : List.of("config", "routes", "kamelets", "schemas")) {
            if (!Files.isDirectory(home.resolve(folder))) {
                throw new IllegalArgumentException(
                        home + " has no folder " + folder + "/: name the folder that holds it");
            }
        }
        List<Finding> found = new ArrayList<>();
        config(home, found::add);
        return found;
    }

    private static List<YamlFile> config(Path home, Consumer<Finding> found) throws IOException {
        List<YamlFile> config = new ArrayList<>();
        for (Path file : configFiles(home.resolve("config"))) {
            config.add(YamlFile.read(home, file, found));
        }
        return config;
    }

    private static List<RouteFile> files(Path home, Path folder, Consumer<Finding> found) throws IOException {
        List<RouteFile> files = new ArrayList<>();
        for (Path path : RouteFile.paths(folder)) {
            files.add(new RouteFile(YamlFile.read(home, path, found)));
        }
        return files;
    }

    private static List<Path> configFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("application.*\\.ya?ml"))
                    .sorted()
                    .toList();
        }
    }

    /** Routes and kamelets. */
    List<RouteFile> all() {
        return Stream.concat(routes.stream(), kamelets.stream()).toList();
    }

    /** Whether any setting has this name. */
    boolean isSetting(String key) {
        return settings.containsProperty(key);
    }

    /** A text with the values of the settings that it names. */
    String resolved(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(named -> {
            String value = settings.getProperty(named.group(1));
            return Matcher.quoteReplacement(value == null ? named.group() : value);
        });
    }

    /** The queues that the settings declare, without the prefix {@code upvest.}. */
    List<String> channels() {
        return Settings.gateway(settings).channels();
    }
}

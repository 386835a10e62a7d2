package upvest.gateway.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;
import upvest.gateway.WrongSetting;

/** Refuses settings that do not exist: misspelt, or of another version. */
final class Names {
    private static final String ROOT = "upvest";

    /** The first words of names that Spring Boot and Camel explain. */
    private static final Set<String> EXPLAINED = Set.of("server", "management", "spring", "logging", "camel");

    private static final Pattern NUMBER = Pattern.compile("_\\d+(?=_|$)");

    /**
     * What Kubernetes puts into every container for each Service of the namespace, here for one whose name begins with
     * upvest.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "UPVEST(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final KnownSettings known;
    private final Map<String, String> variables = new HashMap<>();
    private final Set<String> bound = new HashSet<>();
    private final Predicate<String> named;
    private @Nullable SpringSettings spring;

    /** @param named whether routes or other settings name a setting of the defaults, so that somebody reads it */
    Names(KnownSettings known, Predicate<String> named) {
        this.known = known;
        this.named = named;
        KnownSettings.ofGateway().forEach(setting -> bound.add(Known.uniform(setting)));
        for (Known setting : known.all()) {
            for (String variable : variables(setting.name())) {
                variables.putIfAbsent(variable, setting.name());
            }
        }
    }

    /** @throws WrongSetting for the first that does not exist */
    void check(EnumerablePropertySource<?> source) {
        Source from = Source.of(source);
        for (String name : source.getPropertyNames()) {
            boolean exists =
                    switch (from) {
                        case ENVIRONMENT -> !isOurs(name) || variable(name) != null || injected(source, name);
                        case SYSTEM_PROPERTIES, FOLDER -> !isOurs(name) || known.named(name) != null;
                        case COMMAND_LINE -> exists(name);
                        case DEFAULTS ->
                            isOurs(name)
                                    ? bound.contains(Known.uniform(name)) || named.test(name)
                                    : !isExplained(name) || spring().named(name) != null;
                        default -> !isExplained(name) || exists(name);
                    };
            if (!exists) {
                throw new WrongSetting(Source.place(source, name) + ": there is no such setting" + advice(from, name));
            }
        }
    }

    /** Which setting a variable of the environment means; null: none. */
    @Nullable
    String variable(String name) {
        return variables.get(NUMBER.matcher(name.toUpperCase(Locale.ROOT)).replaceAll(""));
    }

    /** Whether it is a setting of the gateway, of Spring Boot or of Camel, or one that is spelt nearly so. */
    boolean concerns(String name) {
        return known.named(name) != null || isExplained(name);
    }

    private boolean exists(String name) {
        return known.named(name) != null || spring().named(name) != null;
    }

    private static boolean isOurs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(ROOT)
                && (lower.length() == ROOT.length() || "._-[".indexOf(lower.charAt(ROOT.length())) >= 0);
    }

    /** Whether somebody tells which names there are: the gateway, Spring Boot or Camel. */
    static boolean isExplained(String name) {
        String first = name.replaceFirst("[._\\[].*", "").toLowerCase(Locale.ROOT);
        return EXPLAINED.contains(first) || first.startsWith("u") && Spelling.nearest(first, List.of(ROOT)) != null;
    }

    /** A variable that nobody has written, and that sets nothing. */
    private static boolean injected(EnumerablePropertySource<?> source, String name) {
        return SERVICE_LINK.matcher(name).matches()
                && (!name.endsWith("_PORT")
                        || name.endsWith("_SERVICE_PORT")
                        || isAddress(String.valueOf(source.getProperty(name))));
    }

    /** Whether a value is what Kubernetes says of a Service, not the port that a name such as UPVEST_BROKER_PORT means. */
    static boolean isAddress(String value) {
        return ADDRESS.matcher(value).matches();
    }

    private String advice(Source from, String name) {
        boolean variable = from == Source.ENVIRONMENT;
        List<String> names = new ArrayList<>(variable ? variables.keySet() : List.of());
        if (!variable) {
            known.all().forEach(setting -> names.add(setting.name()));
        }
        if (!isOurs(name)) {
            names.addAll(spring().names());
        }
        names.remove(name.replaceAll("\\[[^]]*]", "")); // in the defaults a wrong name is among them
        String nearest = Spelling.nearest(variable ? NUMBER.matcher(name).replaceAll("") : name, names);
        return nearest == null
                ? "; one of your own needs its line in config/application.yaml"
                : ", did you mean " + nearest + "?";
    }

    private SpringSettings spring() {
        if (spring == null) {
            spring = SpringSettings.read();
        }
        return spring;
    }

    /** Form of a value; TEXT where nothing is known about it. */
    Form form(String name) {
        Known setting = known.named(name);
        Known theirs = setting != null || !isExplained(name) ? null : spring().named(name);
        return setting != null ? setting.form() : theirs != null ? theirs.form() : Form.TEXT;
    }

    /** Spring reads both. */
    private static Set<String> variables(String name) {
        String upper = name.toUpperCase(Locale.ROOT).replace('.', '_');
        return Set.copyOf(List.of(upper.replace('-', '_'), upper.replace("-", "")));
    }
}

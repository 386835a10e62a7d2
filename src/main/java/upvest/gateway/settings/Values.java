package upvest.gateway.settings;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import upvest.gateway.WrongSetting;

/** Refuses values that make no sense: of another form, without a unit, out of bounds. */
final class Values {
    private static final Pattern NUMBERS = Pattern.compile("(?<=[_\\[])\\d+(?=[_\\]]|$)");
    private static final String SERVICE_LINK =
            "; it comes from a Kubernetes Service of that name: rename it, or say" + " enableServiceLinks: false";
    private static final int MOST_SHOWN = 60;
    private static final Bounds PORT = new Bounds("0", "65535", false);

    /** Of settings that are not the gateway's own, but have a default that it needs. */
    private static final Map<String, Bounds> BOUNDS = Map.of(
            "server.port", PORT,
            "management.server.port", PORT,
            "server.maxhttprequestheadersize", new Bounds("8KB", "1MB", false));

    private final ConfigurableEnvironment environment;
    private final KnownSettings known;
    private final Names names;
    private final Set<String> seen = new HashSet<>();

    private record Bounds(String least, String most, boolean orZero) {
        String words(Form form) {
            String range = most.isEmpty() ? least + " or more" : least + " to " + most;
            return range + (orZero ? ", or 0" : "") + (form == Form.NUMBER ? "" : ", with its unit");
        }
    }

    Values(ConfigurableEnvironment environment, KnownSettings known, Names names) {
        this.environment = environment;
        this.known = known;
        this.names = names;
    }

    /** @throws WrongSetting for the first that makes no sense, or that the gateway needs and nobody has given */
    void check() {
        for (EnumerablePropertySource<?> source : Source.given(environment)) {
            for (String name : source.getPropertyNames()) {
                String setting = Source.of(source) == Source.ENVIRONMENT ? names.variable(name) : name;
                if (setting != null && names.concerns(setting) && seen.add(key(setting, name))) {
                    check(source, name, setting);
                }
            }
        }
        for (Known setting : known.all()) {
            if (setting.needed() && !seen.contains(key(setting.name(), ""))) {
                throw new WrongSetting(setting.name() + " is not set: is config/application.yaml, with all defaults,"
                        + " where the gateway was started?");
            }
        }
    }

    /** The same for each spelling of a setting, another for each item of a list. */
    private static String key(String setting, String given) {
        return Known.uniform(setting)
                + NUMBERS.matcher(given).results().map(MatchResult::group).collect(Collectors.joining(",", " ", ""));
    }

    private void check(EnumerablePropertySource<?> source, String name, String setting) {
        String value = resolved(source, name, setting);
        Known found = known.named(setting);
        if (value.isEmpty()) {
            if (found != null && found.needed()) {
                throw new WrongSetting(Source.place(source, name) + ": it is empty, and there is no other default");
            }
            return;
        }
        Form form = names.form(setting);
        String wrong = wrong(value, form, found, bounds(setting, found, form));
        if (wrong != null) {
            throw new WrongSetting(Source.place(source, name) + ": '" + shown(value) + "' " + wrong);
        }
    }

    private String resolved(EnumerablePropertySource<?> source, String name, String setting) {
        String value = String.valueOf(source.getProperty(name));
        if (!setting.startsWith("upvest.")) {
            return environment.resolvePlaceholders(value); // others have a $ of their own, in a pattern of the log
        }
        try {
            return environment.resolveRequiredPlaceholders(value);
        } catch (IllegalArgumentException e) {
            throw new WrongSetting(Source.place(source, name) + ": what it names between ${ and } is not set", e);
        }
    }

    private static @Nullable Bounds bounds(String setting, @Nullable Known found, Form form) {
        if (found != null && found.within() != null) {
            return new Bounds(
                    found.within().least(),
                    found.within().most(),
                    found.within().orZero());
        }
        Bounds special = BOUNDS.get(Known.uniform(setting));
        return special != null || form != Form.NUMBER || !setting.startsWith("upvest.")
                ? special
                : new Bounds("0", "", false);
    }

    private static @Nullable String wrong(String value, Form form, @Nullable Known found, @Nullable Bounds bounds) {
        String write = bounds == null ? "" : ", write " + bounds.words(form);
        if (form.lacksUnit(value)) {
            return "has no unit, write "
                    + String.format(form == Form.SIZE ? "%1$sB, %1$sKB or %1$sMB" : "%1$ss or %1$sms", value);
        }
        if (!form.fits(value)) {
            return "is " + form.not() + write + (Names.isAddress(value) ? SERVICE_LINK : "");
        }
        if (found != null && !found.words().isEmpty() && !found.words().contains(value.toLowerCase(Locale.ROOT))) {
            return "is not one of " + String.join(", ", found.words());
        }
        return bounds == null || within(value, form, bounds) ? null : "is out of bounds" + write;
    }

    private static boolean within(String value, Form form, Bounds bounds) {
        BigInteger measure = form.measure(value);
        return bounds.orZero() && measure.signum() == 0
                || measure.compareTo(form.measure(bounds.least())) >= 0
                        && (bounds.most().isEmpty() || measure.compareTo(form.measure(bounds.most())) <= 0);
    }

    private static String shown(String value) {
        String printable = value.replaceAll("[^ -~]", "?");
        return printable.length() > MOST_SHOWN ? printable.substring(0, MOST_SHOWN) + "..." : printable;
    }
}

package upvest.gateway.settings;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import upvest.gateway.WrongSetting;

/** Stops with a sentence when a setting does not exist or makes no sense, wherever it was given. */
public final class SettingsCheck {
    private static final String PAGES = "logins and bin/gateway know the management port's pages below /actuator only";
    private static final String WHOLE_PATH = "write the whole path that Upvest posts to into upvest.path";

    /** What a server puts before its paths would be another place for a part of them. */
    private static final List<Fixed> FIXED = List.of(
            new Fixed("server.servlet.context-path", Set.of("/"), WHOLE_PATH),
            new Fixed("spring.mvc.servlet.path", Set.of("/"), WHOLE_PATH),
            new Fixed("management.endpoints.web.base-path", Set.of("/actuator"), PAGES),
            new Fixed("management.server.base-path", Set.of("/"), PAGES));

    private static final String NAMES_OF_PAGES = "management.endpoints.web.path-mapping";

    /** A setting of Spring Boot that has only these values here. */
    private record Fixed(String name, Set<String> values, String why) {}

    private SettingsCheck() {}

    /**
     * Looks through everything that was given.
     *
     * @param read whether somebody reads a setting of the defaults that the gateway does not
     * @throws WrongSetting for the first that is wrong
     */
    public static void check(ConfigurableEnvironment environment, Predicate<String> read) {
        KnownSettings known = KnownSettings.of(environment);
        Names names = new Names(known, read);
        for (EnumerablePropertySource<?> source : Source.given(environment)) {
            names.check(source);
        }
        new Values(environment, known, names).check();
        Binder binder = Binder.get(environment);
        for (Fixed setting : FIXED) {
            String value = binder.bind(setting.name, String.class).orElse("");
            if (!value.isEmpty() && !setting.values.contains(value)) {
                throw new WrongSetting(setting.name + ": leave it out, " + setting.why);
            }
        }
        if (binder.bind(NAMES_OF_PAGES, Bindable.mapOf(String.class, String.class))
                .isBound()) {
            throw new WrongSetting(NAMES_OF_PAGES + ": leave it out, " + PAGES);
        }
    }
}

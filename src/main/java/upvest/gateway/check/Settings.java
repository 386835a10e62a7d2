package upvest.gateway.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import upvest.gateway.GatewayProperties;
import upvest.gateway.WrongSetting;
import upvest.gateway.settings.EmptyIsNotSet;
import upvest.gateway.settings.SettingsCheck;

/** The settings that a gateway started in a folder would have. */
public final class Settings {
    private Settings() {}

    /**
     * Command line, environment, profiles and {@code config/}, in the order in which the gateway asks them.
     *
     * @param arguments as on the gateway's command line: {@code --upvest.contract=live}
     */
    public static ConfigurableEnvironment read(Path home, List<String> arguments) {
        return read(home, arguments, new StandardEnvironment());
    }

    /**
     * The same without what this machine or this shell sets: for what is written down for everybody.
     *
     * @param arguments as on the gateway's command line
     */
    public static ConfigurableEnvironment ofFiles(Path home, List<String> arguments) {
        return read(home, arguments, new StandardEnvironment() {
            @Override
            protected void customizePropertySources(MutablePropertySources sources) {}
        });
    }

    private static ConfigurableEnvironment read(
            Path home, List<String> arguments, ConfigurableEnvironment environment) {
        MutablePropertySources sources = environment.getPropertySources();
        String folder = home.resolve("config").toUri().toString();
        sources.addFirst(new MapPropertySource(
                "folder", Map.of("spring.config.location", folder.endsWith("/") ? folder : folder + "/")));
        sources.addFirst(new SimpleCommandLinePropertySource(arguments.toArray(String[]::new)));
        ConfigDataEnvironmentPostProcessor.applyTo(environment, new DefaultResourceLoader(), null);
        EmptyIsNotSet.in(environment);
        return environment;
    }

    /**
     * The same, looked through as at a start.
     *
     * @throws WrongSetting when one does not exist or makes no sense
     */
    public static ConfigurableEnvironment checked(Path home, List<String> arguments) {
        ConfigurableEnvironment environment = read(home, arguments);
        SettingsCheck.check(environment, setting -> true); // which ones nobody reads is a finding of its own
        return environment;
    }

    /** @throws WrongSetting when one does not fit its meaning */
    public static GatewayProperties gateway(ConfigurableEnvironment environment) {
        try {
            return Binder.get(environment)
                    .bind("upvest", GatewayProperties.class)
                    .get();
        } catch (BindException e) {
            throw new WrongSetting(e.getName() + ": " + FailureText.deepest(e), e);
        }
    }
}

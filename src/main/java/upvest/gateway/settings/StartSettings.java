package upvest.gateway.settings;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.ConfigurableBootstrapContext;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import upvest.gateway.GatewayApplication;
import upvest.gateway.WrongSetting;

/**
 * Checks all settings and the folders they name at the start, when they are read and the log is set up, before anything is
 * made of them.
 */
public final class StartSettings implements SpringApplicationRunListener, Ordered {
    /** Spring Boot's own, which mean something without a value. */
    private static final List<String> FLAGS = List.of("debug", "trace");

    private final SpringApplication application;
    private final DefaultApplicationArguments arguments;

    /** Called by Spring Boot. */
    public StartSettings(SpringApplication application, String[] arguments) {
        this.application = application;
        this.arguments = new DefaultApplicationArguments(arguments);
    }

    /** After Spring Boot's own, which reads the files. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void environmentPrepared(ConfigurableBootstrapContext context, ConfigurableEnvironment environment) {
        if (!application.getAllSources().contains(GatewayApplication.class)) {
            return; // somebody else's, with the gateway among its libraries
        }
        for (String word : arguments.getNonOptionArgs()) {
            throw new WrongSetting("'" + word + "' on the command line is not a setting, write --name=value");
        }
        for (String name : arguments.getOptionNames()) {
            if (List.of().equals(arguments.getOptionValues(name)) && !FLAGS.contains(name)) {
                throw new WrongSetting("--" + name + " on the command line has no value, write --" + name + "=value");
            }
        }
        SettingsCheck.check(environment, new Readers(Path.of(""))::read);
        Folders.check(environment);
    }
}

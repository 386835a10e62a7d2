package upvest.gateway.check;

import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/** What stands between double braces in a route is a setting. */
record Placeholders(ConfigurableEnvironment settings) implements PropertiesSource {
    @Override
    public String getName() {
        return "settings";
    }

    @Override
    public @Nullable String getProperty(String name) {
        return settings.getProperty(name);
    }
}

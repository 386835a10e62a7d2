package upvest.gateway.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;
import upvest.gateway.GatewayProperties;
import upvest.gateway.check.Settings;
import upvest.gateway.upvestapi.Subscriptions;
import upvest.gateway.upvestapi.UpvestApi;

/** A command that asks Upvest's API, as the settings describe it. */
abstract class ApiCommand extends ShellCommand {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${sys:gateway.home:-.}",
            description = "The folder with config/; default: the project that bin/gateway belongs to.")
    private Path home = Path.of("");

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    private @Nullable GatewayProperties settings;

    final GatewayProperties settings() {
        if (settings == null) {
            for (String setting : arguments) {
                if (!setting.matches("--[a-z]+\\.[\\w.-]+=.*")) {
                    throw new IllegalArgumentException(setting.replaceFirst("=.*", "")
                            + ": no such option; a setting is written --upvest.api.url=live");
                }
            }
            settings = Settings.gateway(Settings.checked(home.toAbsolutePath().normalize(), arguments));
        }
        return settings;
    }

    /** @param scope what the token is for */
    final UpvestApi api(String scope) {
        return UpvestApi.of(settings().api(), scope, Clock.systemUTC()).patient(err()::println);
    }

    final Subscriptions subscriptions() {
        return new Subscriptions(api(UpvestApi.ADMIN));
    }
}

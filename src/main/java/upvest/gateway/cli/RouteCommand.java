package upvest.gateway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;
import upvest.gateway.WrongSetting;
import upvest.gateway.check.Settings;
import upvest.gateway.check.Steps;
import upvest.gateway.check.Trial;

/** What commands about routes have in common: which routes are meant, and with which settings they run. */
abstract class RouteCommand extends ShellCommand {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${sys:gateway.home:-.}",
            description = "The folder with routes/, kamelets/, schemas/ and config/; default: the project that"
                    + " bin/gateway belongs to.")
    private Path home = Path.of("");

    @Option(
            names = "--contract",
            paramLabel = "NAME",
            description = "The contract, a folder below schemas/; default: upvest.contract in config/.")
    private @Nullable String contract;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    final Path home() {
        return home.toAbsolutePath().normalize();
    }

    /** The settings as the gateway's command line has them. */
    final List<String> arguments() {
        for (String setting : settings) {
            if (!setting.matches("--[a-z]+\\.[\\w.-]+=.*")) {
                throw new IllegalArgumentException(
                        setting + ": no such option; a setting is written --upvest.contract=live");
            }
        }
        List<String> all = new ArrayList<>(settings);
        if (contract != null) {
            all.add("--upvest.contract=" + contract);
        }
        return all;
    }

    /** Whether one was asked for. */
    final boolean oneContract() {
        return contract != null || settings.stream().anyMatch(setting -> setting.startsWith("--upvest.contract="));
    }

    /** Starts the routes without network. */
    final Trial start() {
        return start(() -> Trial.of(home(), arguments()));
    }

    /** The same, and notes the steps that each event takes. */
    final Trial start(Steps steps) {
        return start(() -> Trial.of(home(), arguments(), steps));
    }

    private Trial start(Start start) {
        try {
            Settings.checked(home(), arguments());
            return start.trial();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof WrongSetting wrong) {
                    throw wrong;
                }
            }
            throw new IllegalArgumentException(
                    "the routes do not start, \"gateway check\" says where: " + e.getMessage(), e);
        }
    }

    /** What starts a trial. */
    @FunctionalInterface
    private interface Start {
        Trial trial() throws Exception;
    }
}

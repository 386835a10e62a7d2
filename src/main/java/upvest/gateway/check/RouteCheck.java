package upvest.gateway.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.FailedToCreateRouteException;
import org.springframework.core.env.ConfigurableEnvironment;
import upvest.gateway.WrongSetting;
import upvest.gateway.check.YamlFile.Place;
import upvest.gateway.contract.TypeTable;

/**
 * What is to be said about the routes of a folder before a gateway runs them.
 *
 * @param findings what is wrong, by file and line; nothing is
 * @param map where each event type ends; without rows when the routes do not start
 * @param cases how many cases of the routes were run
 */
public record RouteCheck(List<Finding> findings, RouteMap map, int cases) {

    /**
     * Reads the files, starts the routes without network, sends an event of each type through them and runs their cases.
     *
     * @param home the folder that holds {@code routes/}, {@code kamelets/}, {@code schemas/} and {@code config/}
     * @param arguments settings as on the gateway's command line, such as {@code --upvest.contract=live}
     * @throws IllegalArgumentException when the folder does not hold them
     */
    public static RouteCheck of(Path home, List<String> arguments) {
        try {
            Path folder = home.toAbsolutePath().normalize();
            List<Finding> unreadable = Checkout.unreadableConfig(folder);
            return unreadable.isEmpty()
                    ? new Run(folder, arguments).check()
                    : new RouteCheck(unreadable, new RouteMap("?", List.of()), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One check, with what it has found so far. */
    private static final class Run {
        private final Path home;
        private final List<String> arguments;
        private final ConfigurableEnvironment settings;
        private final String contract;
        private final List<Finding> found = new ArrayList<>();

        Run(Path home, List<String> arguments) {
            this.home = home;
            this.arguments = arguments;
            this.settings = Settings.checked(home, arguments);
            this.contract = Settings.gateway(settings).contract();
        }

        RouteCheck check() throws IOException {
            found.addAll(Lint.findings(home, settings));
            RouteMap map = new RouteMap(contract, List.of());
            int cases = 0;
            try (Trial trial = Trial.of(home, settings)) {
                Path table = Path.of("schemas", contract, "types.yaml");
                if (Files.exists(home.resolve(table))) {
                    TypeTable types = TypeTable.read(home.resolve("schemas"), contract);
                    map = RouteMap.of(trial, contract, types);
                    found.addAll(MissingHomes.findings(home, map, types));
                } else {
                    found.add(new Finding(
                            table,
                            1,
                            Rule.TYPE,
                            "nobody says which types the contract " + contract + " has",
                            "write the file, with fields:, types: and unrouted:"));
                }
                RouteCases run = RouteCases.run(home, arguments, trial);
                cases = run.count();
                found.addAll(run.findings());
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                doesNotStart(e);
            }
            return new RouteCheck(List.copyOf(found), map, cases);
        }

        /** Tells why, unless the reason is among what was found in the files. */
        private void doesNotStart(Exception why) throws IOException {
            for (Throwable cause = why; cause != null; cause = cause.getCause()) {
                if (cause instanceof WrongSetting wrong) {
                    throw wrong;
                }
            }
            if (found.isEmpty()) {
                Place place = placeOf(why);
                found.add(place.finding(
                        Rule.START, "the routes do not start: " + Reasons.deepest(why), "mend what it names"));
            }
        }

        private Place placeOf(Exception why) throws IOException {
            Checkout checkout = Checkout.read(home, settings, finding -> {});
            String route = why instanceof FailedToCreateRouteException failed ? failed.getRouteId() : "";
            for (RouteFile file : checkout.routes()) {
                for (Place place : file.routes()) {
                    if (place.at("/id").text().equals(route)) {
                        return place;
                    }
                }
            }
            RouteFile first = checkout.routes().get(0);
            return new Place(first.yaml(), "", first.yaml().content());
        }
    }
}

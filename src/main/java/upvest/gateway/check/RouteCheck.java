package upvest.gateway.check;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.FailedToCreateRouteException;
import org.springframework.core.env.ConfigurableEnvironment;
import upvest.gateway.WrongSetting;
import upvest.gateway.check.YamlFile.Place;
import upvest.gateway.delivery.TypeTable;

/**
 * What is to be said about the routes of a folder before a gateway runs them.
 *
 * @param findings what is wrong, by file and line; nothing is
 * @param map where each event type ends under the contract in force; without rows when the routes do not start
 * @param others the same for the other contracts, where they were asked for
 * @param cases how many cases of the routes were run; none when events fail without them
 */
public record RouteCheck(List<Finding> findings, RouteMap map, List<RouteMap> others, int cases) {

    /**
     * Reads the files, starts the routes without network, sends an event of each type through them and runs their cases.
     *
     * @param home the folder that holds {@code routes/}, {@code kamelets/}, {@code schemas/} and {@code config/}
     * @param arguments settings as on the gateway's command line, such as {@code --upvest.contract=live}
     * @throws IllegalArgumentException when the folder does not hold them
     */
    public static RouteCheck of(Path home, List<String> arguments) {
        return of(home, arguments, false);
    }

    /** The same under each contract below {@code schemas/}; and tells the steps that no event gets to. */
    public static RouteCheck ofEachContract(Path home, List<String> arguments) {
        return of(home, arguments, true);
    }

    private static RouteCheck of(Path home, List<String> arguments, boolean each) {
        try {
            Path folder = home.toAbsolutePath().normalize();
            List<Finding> unreadable = Checkout.unreadableConfig(folder);
            return unreadable.isEmpty()
                    ? new Run(folder, arguments).check(each)
                    : new RouteCheck(unreadable, new RouteMap("?", List.of()), List.of(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether they must not run: there is more than warnings. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(Finding::isError);
    }

    /** One check, with what it has found so far. */
    private static final class Run {
        /** With these a trial tells nothing, or nothing in time. */
        private static final Set<Rule> PROHIBITIVE = EnumSet.of(Rule.YAML, Rule.LOOP, Rule.SLOW_STEP);

        private final Path home;
        private final List<String> arguments;
        private final ConfigurableEnvironment settings;
        private final String contract;
        private final Checkout checkout;
        private final List<Finding> found = new ArrayList<>();
        private final List<RouteMap> maps = new ArrayList<>();

        Run(Path home, List<String> arguments) throws IOException {
            this.home = home;
            this.arguments = arguments;
            this.settings = Settings.checked(home, arguments);
            this.contract = Settings.gateway(settings).contract();
            this.checkout = Checkout.read(home, settings, found::add);
        }

        RouteCheck check(boolean each) throws IOException {
            if (found.isEmpty()) {
                found.addAll(Lint.findings(checkout)); // of half of the files nothing else can be told
            }
            int cases = 0;
            if (found.stream().map(Finding::rule).noneMatch(PROHIBITIVE::contains)) {
                try (Trials trials = new Trials(home, arguments, contract, settings)) {
                    cases = run(trials, each);
                } catch (IOException e) {
                    throw e;
                } catch (Exception e) {
                    doesNotStart(e);
                }
            }
            RouteMap map = maps.isEmpty() ? new RouteMap(contract, List.of()) : maps.remove(0);
            return new RouteCheck(found.stream().distinct().toList(), map, List.copyOf(maps), cases);
        }

        /** Returns how many cases were run. */
        private int run(Trials trials, boolean each) throws Exception {
            List<Finding> trunk =
                    TrunkFindings.findings(checkout, trials.under(contract).routes());
            found.addAll(trunk);
            if (!trunk.isEmpty()) {
                return 0; // nothing gets through it
            }
            map(contract, trials);
            for (String other : each ? TypeTable.contracts(home.resolve("schemas")) : List.<String>of()) {
                if (!other.equals(contract)) {
                    map(other, trials);
                }
            }
            List<Finding> failures = TrialFailures.findings(maps, found);
            found.addAll(failures);
            if (!failures.isEmpty()) {
                return 0; // they fail for the same reason
            }
            RouteCases cases = RouteCases.run(home, trials);
            found.addAll(cases.findings());
            if (each) {
                found.addAll(NotReached.findings(trials.all()));
            }
            return cases.count();
        }

        private void map(String name, Trials trials) throws Exception {
            Path table = Path.of("schemas", name, "types.yaml");
            if (!Files.exists(home.resolve(table))) {
                found.add(new Finding(
                        table,
                        1,
                        Rule.TYPE,
                        "nobody says which types the contract " + name + " has",
                        "write the file, with fields:, types: and unrouted:"));
                return;
            }
            try {
                TypeTable types = TypeTable.read(home.resolve("schemas"), name);
                RouteMap map = RouteMap.of(trials.under(name), name, types);
                maps.add(map);
                found.addAll(MissingHomes.findings(home, map, types));
            } catch (JacksonException e) {
                found.add(YamlFile.broken(table, e));
            }
        }

        /** Tells why, unless the reason is among what was found in the files. */
        private void doesNotStart(Exception why) {
            for (Throwable cause = why; cause != null; cause = cause.getCause()) {
                if (cause instanceof WrongSetting wrong) {
                    throw wrong;
                }
            }
            if (found.stream().noneMatch(Finding::isError)) {
                String route = why instanceof FailedToCreateRouteException failed ? failed.getRouteId() : "";
                Place place = checkout.route(route);
                found.add(place.finding(
                        Rule.START, "the routes do not start: " + FailureText.deepest(why), "fix what it names"));
            }
        }
    }
}

package upvest.gateway.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.springframework.core.env.ConfigurableEnvironment;

/** All rules about the files as they stand. */
final class Lint {
    private static final List<Function<Checkout, List<Finding>>> RULES = List.of(
            CanonicalYaml::findings,
            HouseForm::findings,
            Components::findings,
            Wiring::findings,
            TrunkFindings::findings,
            Loops::findings,
            SlowSteps::findings,
            OutboxFindings::findings,
            Headers::findings,
            EventTypes::findings,
            Fields::findings,
            UnusedSettings::findings);

    private Lint() {}

    /** What is wrong, by file and line. */
    static List<Finding> findings(Path home, ConfigurableEnvironment settings) throws IOException {
        List<Finding> found = new ArrayList<>();
        Checkout checkout = Checkout.read(home, settings, found::add);
        return found.isEmpty() ? findings(checkout) : found; // of half of the files nothing else can be told
    }

    /** The same of files that are YAML. */
    static List<Finding> findings(Checkout checkout) {
        List<Finding> found = new ArrayList<>();
        RULES.forEach(rule -> found.addAll(rule.apply(checkout)));
        found.sort(Comparator.comparing(Finding::file).thenComparing(Finding::line));
        return found;
    }
}

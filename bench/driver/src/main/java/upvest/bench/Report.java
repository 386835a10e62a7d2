package upvest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as a page of the documentation. */
final class Report {
    static final Path PAGE = Places.ROOT.resolve("docs/reference/performance.md");

    private Report() {}

    /** Writes the page and the chart beside it. */
    static void write(Results results) throws IOException {
        Charts.eventsPerSecond(results, PAGE.resolveSibling("performance.svg"));
        Files.writeString(PAGE, page(results));
    }

    private static String page(Results results) {
        return """
                # Performance

                Written by `bench/run --report` from `bench/results/run.json`; how it is measured and what the peers are: \
                [bench/README.md](../../bench/README.md). Figures are medians of rounds that took turns, in brackets the \
                least and the most. They hold for this machine on that day; ratios travel better than figures. A peer with \
                `@` is of another checkout: the last commit before deliveries were stored first.

                ![Events a second of the gateway and its peers](performance.svg)

                """
                + machine(results) + "\n## Targets\n\nRatios are those of rounds that ran next to each other.\n\n"
                + Target.table(Target.of(results))
                + scenarios(results) + starts(results) + sender(results);
    }

    private static String machine(Results results) {
        StringBuilder text = new StringBuilder("| | |\n| --- | --- |\n");
        results.machine().forEach((name, value) -> text.append("| " + name + " | " + value + " |\n"));
        results.options().forEach((name, value) -> text.append("| " + name + " | " + value + " |\n"));
        results.skipped().forEach((name, why) -> text.append("| skipped: " + name + " | " + why + " |\n"));
        return text.toString();
    }

    private static String scenarios(Results results) {
        StringBuilder text = new StringBuilder();
        for (List<String> scenario : results.scenarios()) {
            text.append("\n## ").append(title(scenario)).append("\n\n");
            text.append(Table.of(results, scenario.get(0), scenario.get(1)));
        }
        return text.toString();
    }

    static String title(List<String> scenario) {
        Scenario parsed = Scenario.of(scenario.get(0));
        String title = String.format(
                Locale.ROOT,
                "%s: %d connection%s, %,d event%s in a delivery%s",
                parsed.name(),
                parsed.connections(),
                parsed.connections() == 1 ? "" : "s",
                parsed.events(),
                parsed.events() == 1 ? "" : "s",
                parsed.half() ? ", evenly, at half of each peer's top rate" : "");
        return scenario.get(1).isEmpty() ? title : title + ", " + scenario.get(1);
    }

    static String starts(Results results) {
        StringBuilder text = new StringBuilder(
                "\n## Start\n\nSeconds from the start of the process, on an empty folder, to the first delivery answered 200.\n\n"
                        + "| | seconds | starts |\n| --- | ---: | ---: |\n");
        for (Map.Entry<String, List<Double>> entry : results.starts().entrySet()) {
            Results.Spread spread = Results.Spread.of(
                    entry.getValue().stream().mapToDouble(Double::doubleValue).toArray());
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f (%.1f-%.1f) | %d |%n",
                    entry.getKey(),
                    spread.median(),
                    spread.least(),
                    spread.most(),
                    spread.count()));
        }
        return text.toString();
    }

    /** Whether what was measured was the sender. */
    static String sender(Results results) {
        double busiest = results.measured()
                .filter(run -> !run.peer().equals("ceiling"))
                .mapToDouble(Run::senderCpuShare)
                .max()
                .orElse(0);
        long incomplete = results.measured().filter(run -> !run.complete()).count();
        return String.format(
                Locale.ROOT,
                "%n## The sender%n%nOne thread sends. At its busiest it used %.0f %% of a core%s. "
                        + "Rounds with an answer other than 200 or a lost event: %d.%n",
                busiest * 100,
                busiest > 0.7 ? ": IT WAS A BOTTLENECK" : ", so it was not what was measured",
                incomplete);
    }
}

package upvest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run}. */
@Command(
        name = "bench/run",
        description = "Drives the gateway and its peers with the same deliveries, in turn, and compares them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Scenarios: <connections>x<events>, such as 8x100, or 8x100-half for half of the top rate, and large,",
            "ledger-embedded, ledger-postgres, memory, paging, start.",
            "Peers: gateway, gateway-signed, floor, floor-signed, stock-camel, spring-integration, node-red, raw-broker,",
            "ceiling, and gateway@DIR, gateway-signed@DIR or floor@DIR, those of another checkout."
        })
final class RunCommand implements Callable<Integer> {
    private static final List<String> SCENARIOS = List.of("1x100", "8x100", "8x100-half", "16x10", "32x1");

    private static final List<String> QUICK_PEERS = List.of(
            "gateway",
            "gateway-signed",
            "floor",
            "stock-camel",
            "spring-integration",
            "node-red",
            "raw-broker",
            "ceiling");

    @Option(names = "--quick", description = "A short look at 1x100 and 8x100, within five minutes.")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "SCENARIO", description = "Which scenarios. Default: all.")
    private List<String> only;

    @Option(names = "--peers", split = ",", paramLabel = "PEER", description = "Who takes part. Default: all.")
    private List<String> names;

    @Option(names = "--rounds", paramLabel = "N", description = "Of each peer in each scenario; default: 5, quick 3.")
    private Integer rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of a round; default: 10, quick 2.")
    private Double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "At least, before a peer's first scenario; a quarter before each later one. Until Java's"
                    + " compilers rest, but at most 6 times as long; quick: no longer. Default: 40, quick 3.")
    private Double warmUp;

    @Option(names = "--no-consumers", description = "Nobody reads the queues.")
    private boolean noConsumers;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "Rows in a full ledger; full queues hold a tenth of it. Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Option(names = "--jdk", paramLabel = "DIR", description = "Scenario start: home of a further JDK.")
    private List<Path> jdks = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where every single run goes. Default: bench/results/run.json or quick.json.")
    private Path out;

    @Option(
            names = "--report",
            description = "Measure nothing: write docs/reference/performance.md and its chart from the last results.")
    private boolean report;

    public static void main(String[] arguments) {
        Request.signFast();
        System.exit(new CommandLine(new RunCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path file = out != null ? out : Places.RESULTS.resolve(quick ? "quick.json" : "run.json");
        if (report) {
            Report.write(Results.read(file));
            System.out.println(Report.PAGE);
            return 0;
        }
        Results results = Results.empty(Machine.describe(), options());
        try {
            measure(results);
        } finally {
            print(results);
            results.write(file);
            Path chart = Charts.beside(file);
            Charts.eventsPerSecond(results, chart);
            System.out.println("\n" + file + "\n" + chart);
        }
        return 0;
    }

    private void measure(Results results) throws Exception {
        Progress progress = new Progress();
        List<String> wanted = only != null
                ? only
                : quick
                        ? SCENARIOS.subList(0, 2)
                        : Stream.concat(SCENARIOS.stream(), Special.NAMES.stream())
                                .toList();
        List<Scenario> scenarios = wanted.stream()
                .filter(name -> !Special.NAMES.contains(name))
                .map(Scenario::of)
                .toList();
        List<Peer> peers = (names != null ? names : quick ? QUICK_PEERS : Peers.ALL)
                .stream().map(Peers::of).toList();
        Contest contest = new Contest(results, progress, rounds(), seconds(), warmUp());
        contest.run(peers, scenarios, !noConsumers);
        Special special = new Special(contest, results, progress, warmUp(), rounds(), rows, jdks);
        for (String name : wanted) {
            if (Special.NAMES.contains(name)) {
                special(special, name, results, progress);
            }
        }
    }

    /** One that fails does not take the others along, and is told. */
    private static void special(Special special, String name, Results results, Progress progress) throws Exception {
        try {
            special.run(name);
        } catch (IOException | RuntimeException e) {
            results.skipped().put(name, e.toString());
            progress.say("%s failed: %s", name, e);
        }
    }

    private static void print(Results results) {
        for (List<String> scenario : results.scenarios()) {
            System.out.println("\n" + Report.title(scenario) + "\n");
            System.out.print(Table.of(results, scenario.get(0), scenario.get(1)));
        }
        System.out.print(Report.starts(results));
        System.out.print(Report.sender(results));
        System.out.println("\n## Targets\n\n" + Target.table(Target.of(results)));
        results.skipped().forEach((what, why) -> System.out.println("skipped: " + what + ": " + why));
    }

    private int rounds() {
        return rounds != null ? rounds : quick ? 3 : 5;
    }

    private double seconds() {
        return seconds != null ? seconds : quick ? 2 : 10;
    }

    private WarmUp warmUp() {
        double least = warmUp != null ? warmUp : quick ? 3 : 40;
        return new WarmUp(least, quick ? least : 6 * least);
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("rounds", rounds() + " of " + seconds() + " s");
        options.put(
                "warm-up",
                "%.0f s, and until the compilers rest, up to %.0f s".formatted(warmUp().least(), warmUp().most()));
        options.put("consumers", noConsumers ? "none" : "one on each queue, in the sender's process");
        return options;
    }
}

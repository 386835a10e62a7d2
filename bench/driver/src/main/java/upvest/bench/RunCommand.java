package upvest.bench;

import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upvest.bench.peer.Corretto;

/** {@code bench/run}. */
@Command(
        name = "bench/run",
        description = "Drives the gateway and its peers with the same deliveries, in turn, and compares them.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private static final List<String> SCENARIOS = List.of("1x100", "8x100", "16x10", "32x1");

    @Option(names = "--quick", description = "A short look at 1x100 and 8x100, within five minutes.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SCENARIO",
            description = "<connections>x<events>, such as 8x100. Default: all.")
    private List<String> only;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "PEER",
            description = "Who takes part, also gateway@<another checkout>. Default: all.")
    private List<String> names;

    @Option(names = "--rounds", description = "Of each peer in each scenario; default: 5, quick 3.")
    private Integer rounds;

    @Option(names = "--seconds", description = "Length of a round; default: 10, quick 2.")
    private Double seconds;

    @Option(names = "--warm-up", description = "Seconds before a peer's first scenario; default: 40, quick 8.")
    private Double warmUp;

    @Option(names = "--no-consumers", description = "Let the messages wait in the queues.")
    private boolean noConsumers;

    @Option(names = "--out", paramLabel = "FILE", description = "Default: bench/results/<run or quick>.json")
    private Path out;

    public static void main(String[] arguments) {
        Provider corretto = Corretto.provider();
        if (corretto != null) {
            Security.insertProviderAt(corretto, 1); // signs many times faster
        }
        System.exit(new CommandLine(new RunCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Scenario> scenarios = (only != null ? only : quick ? SCENARIOS.subList(0, 2) : SCENARIOS)
                .stream().map(Scenario::of).toList();
        List<Peer> peers = (names != null ? names : Peers.ALL).stream().map(Peers::of).toList();
        Results results = Results.empty(Machine.describe(), options());
        new Contest(
                        results,
                        new Progress(),
                        or(rounds, quick ? 3 : 5),
                        or(seconds, quick ? 2.0 : 10.0),
                        or(warmUp, quick ? 8.0 : 40.0))
                .run(peers, scenarios, !noConsumers);
        Path file = out != null ? out : Places.RESULTS.resolve(quick ? "quick.json" : "run.json");
        results.write(file);
        for (List<String> scenario : results.scenarios()) {
            System.out.println("\n" + String.join(" ", scenario));
            System.out.println(Table.of(results, scenario.get(0), scenario.get(1)));
        }
        System.out.println(file);
        return 0;
    }

    private static <T> T or(T value, T otherwise) {
        return value != null ? value : otherwise;
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("consumers", noConsumers ? "none" : "one on each queue, in the sender's process");
        return options;
    }
}

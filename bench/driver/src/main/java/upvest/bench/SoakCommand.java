package upvest.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/soak}. */
@Command(
        name = "bench/soak",
        description = "Keeps the gateway busy for long and looks whether anything grows that should not.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SoakCommand implements Callable<Integer> {
    private static final double WARM_UP_SHARE = 0.3;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "30", description = "Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "10", description = "Between two samples.")
    private int every;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Events a second, about; default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--out", paramLabel = "FILE", description = "Default: bench/results/soak.json")
    private Path out = Places.RESULTS.resolve("soak.json");

    private final Progress progress = new Progress();

    public static void main(String[] arguments) {
        Request.signFast();
        System.exit(new CommandLine(new SoakCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Peer gateway = Peers.of("gateway-signed");
        gateway.prepare();
        List<SoakSample> samples = new ArrayList<>();
        SoakLoad load;
        long arrived;
        long invalid;
        try (Server server = Server.start(gateway, Peer.StartOptions.DEFAULT);
                Drain drain = new Drain(server.ports().broker(), false)) {
            progress.say("the gateway is ready, %.0f minutes to go", minutes);
            load = new SoakLoad(server.ports().http(), rate);
            long start = System.nanoTime();
            while (System.nanoTime() - start < minutes * 60e9) {
                long accepted = load.accepted();
                long since = System.nanoTime();
                load.work(every);
                double events = (load.accepted() - accepted) * 1e9 / (System.nanoTime() - since);
                SoakSample sample = SoakProbe.sample(server, (System.nanoTime() - start) / 60e9, events);
                samples.add(sample);
                progress.say("%s", sample);
            }
            drain.await(load.expected());
            arrived = drain.arrived();
            invalid = drain.failed();
        }
        return judge(samples, load, arrived, invalid);
    }

    private int judge(List<SoakSample> samples, SoakLoad load, long arrived, long invalid) throws Exception {
        Map<String, String> verdicts = new LinkedHashMap<>();
        List<SoakSample> settled = samples.subList((int) (samples.size() * WARM_UP_SHARE), samples.size());
        for (SoakSample.Figure figure : SoakSample.FIGURES) {
            verdicts.put(figure.name(), Trend.of(settled, figure).verdict());
        }
        verdicts.put(
                "events",
                arrived == load.expected() && invalid == load.invalid()
                        ? "all " + arrived + " arrived once, " + invalid + " invalid ones apart"
                        : "LOST OR DOUBLED: " + arrived + " of " + load.expected() + " arrived, " + invalid + " of "
                                + load.invalid() + " invalid ones");
        verdicts.put("answers", load.answers().toString());
        Files.createDirectories(out.toAbsolutePath().getParent());
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValue(
                        out.toFile(), Map.of("machine", Machine.describe(), "verdicts", verdicts, "samples", samples));
        Charts.overTime(samples, Charts.beside(out));
        verdicts.forEach((what, verdict) -> System.out.printf("%-20s %s%n", what, verdict));
        System.out.println(out);
        return verdicts.values().stream()
                        .anyMatch(verdict -> verdict.startsWith("NOT FLAT") || verdict.startsWith("LOST"))
                ? 1
                : 0;
    }
}

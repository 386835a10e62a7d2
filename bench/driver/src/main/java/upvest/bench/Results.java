package upvest.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * All that a run has measured: nothing is left out.
 *
 * @param machine what it ran on
 * @param options how it was asked for
 * @param starts seconds from the start of the process to the first 200, of each peer, every one
 * @param skipped peers and scenarios that could not be run, each with why
 * @param runs in the order in which they ran, warm-ups included
 */
record Results(
        Map<String, String> machine,
        Map<String, String> options,
        Map<String, List<Double>> starts,
        Map<String, String> skipped,
        List<Run> runs) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static Results empty(Map<String, String> machine, Map<String, String> options) {
        return new Results(machine, options, new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
    }

    static Results read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Results.class);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        JSON.writeValue(file.toFile(), this);
    }

    void started(String peer, double seconds) {
        starts.computeIfAbsent(peer, any -> new ArrayList<>()).add(Math.round(seconds * 1000) / 1000.0);
    }

    Stream<Run> measured() {
        return runs.stream().filter(run -> run.round() > 0);
    }

    /** Scenario and state of all measured runs, in the order of their first. */
    Set<List<String>> scenarios() {
        Set<List<String>> scenarios = new LinkedHashSet<>();
        measured().forEach(run -> scenarios.add(List.of(run.scenario(), run.state())));
        return scenarios;
    }

    Set<String> peers(String scenario, String state) {
        Set<String> peers = new LinkedHashSet<>();
        measured()
                .filter(run -> run.scenario().equals(scenario) && run.state().equals(state))
                .forEach(run -> peers.add(run.peer()));
        return peers;
    }

    Spread spread(String scenario, String state, String peer, ToDoubleFunction<Run> figure) {
        return Spread.of(measured()
                .filter(run -> run.scenario().equals(scenario)
                        && run.state().equals(state)
                        && run.peer().equals(peer))
                .mapToDouble(figure)
                .toArray());
    }

    /** Median and extremes; all NaN when nothing was measured. */
    record Spread(int count, double median, double least, double most) {
        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int n = sorted.length;
            return n == 0
                    ? new Spread(0, Double.NaN, Double.NaN, Double.NaN)
                    : new Spread(n, (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
        }
    }
}

package upvest.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the gateway should reach.
 *
 * @param what in words
 * @param bound the least or the most that is wanted
 * @param atLeast which of both
 * @param measured median; NaN when there was nothing to measure
 */
record Target(String what, double bound, boolean atLeast, Results.Spread measured) {

    String verdict() {
        if (Double.isNaN(measured.median())) {
            return "not measured";
        }
        return (atLeast ? measured.median() >= bound : measured.median() <= bound) ? "met" : "NOT MET";
    }

    static String table(List<Target> targets) {
        StringBuilder text = new StringBuilder("| target | wanted | measured | |\n| --- | ---: | ---: | --- |\n");
        for (Target target : targets) {
            if (!Double.isNaN(target.measured.median())) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s %s | %s (%s-%s) | %s |%n",
                        target.what,
                        target.atLeast ? "≥" : "≤",
                        number(target.bound),
                        number(target.measured.median()),
                        number(target.measured.least()),
                        number(target.measured.most()),
                        target.verdict()));
            }
        }
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 20 ? "%.0f" : value >= 2 ? "%.1f" : "%.3f", value);
    }

    /** All targets, measured where the results hold what they need. */
    static List<Target> of(Results results) {
        Compare compare = new Compare(results);
        List<Target> all = new ArrayList<>();
        all.add(most(
                "1x100: time to the 200, signed, as a share of stock Camel's",
                0.03,
                compare.peers("1x100", Run::p50Millis, "gateway-signed", "stock-camel")));
        for (String scenario : List.of("1x100", "8x100", "16x10", "32x1")) {
            all.add(least(
                    scenario + ": events/s as a share of the floor's",
                    0.65,
                    compare.peers(scenario, Run::eventsPerSecond, "gateway", "floor")));
        }
        all.add(least(
                "32x1: events/s, times those of the floor before deliveries were stored first",
                2,
                compare.peers("32x1", Run::eventsPerSecond, "gateway", compare.other("floor@"))));
        for (String scenario : List.of("1x100", "8x100")) {
            all.add(least(
                    scenario + ": events/s, times those of node-red",
                    4,
                    compare.peers(scenario, Run::eventsPerSecond, "gateway", "node-red")));
        }
        all.add(least(
                "8x100: events/s, times those of spring-integration",
                12,
                compare.peers("8x100", Run::eventsPerSecond, "gateway", "spring-integration")));
        for (String scenario : List.of("1x100", "8x100")) {
            all.add(least(
                    scenario + ": events/s signed, as a share of unsigned",
                    0.9,
                    compare.peers(scenario, Run::eventsPerSecond, "gateway-signed", "gateway")));
        }
        for (double share : new double[] {0.5, 0.99}) {
            ToDoubleFunction<Run> time = run -> share > 0.5 ? run.consumedP99Millis() : run.consumedP50Millis();
            all.add(most(
                    "8x100-half: time to a consumer's hands, " + (share > 0.5 ? "99 %" : "median")
                            + ", times that before deliveries were stored first",
                    1,
                    compare.peers("8x100-half", time, "gateway", compare.other("gateway@"))));
        }
        all.add(most(
                "8x100: CPU for 1,000 events, s",
                0.15,
                results.spread("8x100", "", "gateway", Run::cpuSecondsPer1000)));
        for (String database : List.of("embedded", "PostgreSQL")) {
            all.add(least(
                    "full ledger, " + database + ": events/s as a share of an empty one's",
                    0.95,
                    compare.states("8x100", "gateway", "rows, " + database, "empty ledger, " + database)));
        }
        all.add(most("start to the first 200, times the floor's", 1.25, compare.starts()));
        return all;
    }

    private static Target least(String what, double bound, Results.Spread measured) {
        return new Target(what, bound, true, measured);
    }

    private static Target most(String what, double bound, Results.Spread measured) {
        return new Target(what, bound, false, measured);
    }

    /** Ratios of rounds that ran next to each other, so that a slow minute of the machine harms both sides. */
    private record Compare(Results results) {

        Results.Spread peers(String scenario, ToDoubleFunction<Run> figure, String one, String other) {
            return ratio(rounds(scenario, "", one, figure), rounds(scenario, "", other, figure));
        }

        Results.Spread states(String scenario, String peer, String one, String other) {
            return ratio(
                    rounds(scenario, one, peer, Run::eventsPerSecond),
                    rounds(scenario, other, peer, Run::eventsPerSecond));
        }

        /** The peer of another checkout; empty when none took part. */
        String other(String prefix) {
            return results.measured()
                    .map(Run::peer)
                    .filter(peer -> peer.startsWith(prefix))
                    .findFirst()
                    .orElse("");
        }

        Results.Spread starts() {
            return ratio(
                    starts(entry -> entry.startsWith("gateway-signed") && entry.endsWith(", prepared")),
                    starts("floor-signed"::equals));
        }

        private Map<Integer, Double> starts(Predicate<String> peer) {
            List<Double> seconds = results.starts().entrySet().stream()
                    .filter(entry -> peer.test(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(List.of());
            return IntStream.range(0, seconds.size()).boxed().collect(Collectors.toMap(i -> i, seconds::get));
        }

        private Map<Integer, Double> rounds(String scenario, String state, String peer, ToDoubleFunction<Run> figure) {
            Map<Integer, Double> rounds = new TreeMap<>();
            results.measured()
                    .filter(run -> run.scenario().equals(scenario)
                            && (state.isEmpty()
                                    ? run.state().isEmpty()
                                    : run.state().contains(state))
                            && run.peer().equals(peer))
                    .forEach(run -> rounds.put(run.round(), figure.applyAsDouble(run)));
            return rounds;
        }

        private static Results.Spread ratio(Map<Integer, Double> one, Map<Integer, Double> other) {
            return Results.Spread.of(one.entrySet().stream()
                    .filter(round -> other.containsKey(round.getKey()))
                    .mapToDouble(round -> round.getValue() / other.get(round.getKey()))
                    .toArray());
        }
    }
}

package upvest.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

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
                0.04,
                compare.peers("1x100", Run::p50Millis, "gateway-signed", "stock-camel")));
        all.add(least(
                "8x100: events/s as a share of the floor's",
                0.85,
                compare.peers("8x100", Run::eventsPerSecond, "gateway", "floor")));
        all.add(most(
                "8x100: CPU for an event, times the floor's",
                1.2,
                compare.peers("8x100", Run::cpuSecondsPer1000, "gateway", "floor")));
        all.add(least(
                "16x10: events/s as a share of the floor's",
                0.75,
                compare.peers("16x10", Run::eventsPerSecond, "gateway", "floor")));
        all.add(least(
                "32x1: events/s as a share of the floor's",
                0.6,
                compare.peers("32x1", Run::eventsPerSecond, "gateway", "floor")));
        for (String peer : List.of("spring-integration", "node-red")) {
            for (String scenario : List.of("1x100", "8x100")) {
                all.add(least(
                        scenario + ": events/s, times those of " + peer,
                        4,
                        compare.peers(scenario, Run::eventsPerSecond, "gateway", peer)));
            }
        }
        for (String scenario : List.of("1x100", "8x100")) {
            all.add(least(
                    scenario + ": events/s signed, as a share of unsigned",
                    0.9,
                    compare.peers(scenario, Run::eventsPerSecond, "gateway-signed", "gateway")));
        }
        for (String database : List.of("embedded", "PostgreSQL")) {
            all.add(least(
                    "full ledger on " + database + ": events/s as a share of an empty one's",
                    0.9,
                    compare.states("8x100", "gateway", "rows, " + database, "empty ledger, " + database)));
        }
        all.add(least("full queues: events/s as a share of the broker's alone", 0.7, compare.waiting()));
        all.add(most(
                "30,000 events in one delivery, 256 MB heap: time for an event, times that at 1,000",
                1.25,
                compare.perEvent("1x30000", "1x1000", Special.SMALL_HEAP)));
        all.add(most("8x100: peak RSS, MB", 450, results.spread("8x100", "", "gateway", Run::peakRssMegabytes)));
        all.add(most("seconds to the first accepted delivery", 5, compare.starts()));
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

        Results.Spread waiting() {
            return ratio(
                    rounds("8x100", "waiting", "gateway", Run::eventsPerSecond),
                    rounds("8x100", "waiting", "raw-broker", Run::eventsPerSecond));
        }

        Results.Spread perEvent(String one, String other, String state) {
            return ratio(
                    rounds(one, state, "gateway", run -> 1 / run.eventsPerSecond()),
                    rounds(other, state, "gateway", run -> 1 / run.eventsPerSecond()));
        }

        Results.Spread starts() {
            List<Double> all = results.starts().entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith(", prepared"))
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElse(results.starts().getOrDefault("gateway-signed", List.of()));
            return Results.Spread.of(
                    all.stream().mapToDouble(Double::doubleValue).toArray());
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

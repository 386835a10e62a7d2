package upvest.bench;

import java.util.List;
import java.util.Locale;

/**
 * Whether a figure stays where it is: the medians of the first and of the last third after the warm-up.
 *
 * @param mayGrow whether it grows by design, so that growth is told but not held against it
 */
record Trend(double first, double last, boolean mayGrow) {
    private static final double TOLERANCE = 0.15;
    private static final double NOISE = 5; // megabytes, threads or handles

    static Trend of(List<SoakSample> samples, SoakSample.Figure figure) {
        int third = Math.max(1, samples.size() / 3);
        return new Trend(
                median(samples.subList(0, Math.min(third, samples.size())), figure),
                median(samples.subList(Math.max(0, samples.size() - third), samples.size()), figure),
                figure.mayGrow());
    }

    private static double median(List<SoakSample> samples, SoakSample.Figure figure) {
        return Results.Spread.of(samples.stream().mapToDouble(figure.of()).toArray())
                .median();
    }

    boolean flat() {
        return last <= first * (1 + TOLERANCE) + NOISE;
    }

    String verdict() {
        String numbers = String.format(Locale.ROOT, "%.1f, then %.1f", first, last);
        if (mayGrow) {
            return "grows with the events, by design: " + numbers;
        }
        return (flat() ? "flat: " : "NOT FLAT: ") + numbers;
    }
}

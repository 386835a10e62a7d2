package upvest.bench;

import java.util.List;
import java.util.Locale;

/** Whether a figure stays where it is: the medians of the first and of the last third after the warm-up. */
record Trend(SoakSample.Figure figure, double first, double last) {
    private static final double TOLERANCE = 0.15;

    static Trend of(List<SoakSample> samples, SoakSample.Figure figure) {
        int third = Math.max(1, samples.size() / 3);
        return new Trend(
                figure,
                median(samples.subList(0, Math.min(third, samples.size())), figure),
                median(samples.subList(Math.max(0, samples.size() - third), samples.size()), figure));
    }

    private static double median(List<SoakSample> samples, SoakSample.Figure figure) {
        return Results.Spread.of(samples.stream().mapToDouble(figure.of()).toArray())
                .median();
    }

    String verdict() {
        String numbers = String.format(Locale.ROOT, "%.1f, then %.1f", first, last);
        boolean flat =
                switch (figure.rule()) {
                    case MUST_NOT_GROW -> last <= first * (1 + TOLERANCE) + figure.noise();
                    case MUST_NOT_FALL -> last >= first * (1 - TOLERANCE) - figure.noise();
                    case GROWS_BY_DESIGN -> true;
                };
        return figure.rule() == SoakSample.Rule.GROWS_BY_DESIGN
                ? "grows with the events, by design: " + numbers
                : (flat ? "flat: " : "NOT FLAT: ") + numbers;
    }
}

package upvest.bench;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws results as SVG. */
final class Charts {
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private Charts() {}

    /** Where the chart of a file of results goes. */
    static Path beside(Path results) {
        return results.resolveSibling(results.getFileName().toString().replaceFirst("\\.json$", "") + ".svg");
    }

    /** Events a second of each peer in each scenario, logarithmic; bars are medians. */
    static void eventsPerSecond(Results results, Path file) throws IOException {
        List<String> scenarios = new ArrayList<>();
        Set<String> peers = new LinkedHashSet<>();
        for (List<String> scenario : results.scenarios()) {
            if (scenario.get(1).isEmpty() && !Scenario.of(scenario.get(0)).half()) {
                scenarios.add(scenario.get(0));
                peers.addAll(results.peers(scenario.get(0), ""));
            }
        }
        peers.remove("ceiling");
        if (peers.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(420)
                .title("Events a second, read from their queues")
                .xAxisTitle("connections x events in a delivery")
                .yAxisTitle("events/s, logarithmic")
                .build();
        style(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(0.85);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(decade(results));
        for (String peer : peers) {
            List<Double> medians = new ArrayList<>();
            for (String scenario : scenarios) {
                double median =
                        results.spread(scenario, "", peer, Run::eventsPerSecond).median();
                medians.add(Double.isNaN(median) ? null : median);
            }
            chart.addSeries(peer, scenarios, medians);
        }
        save(() -> VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG), file);
    }

    /** The power of ten below the slowest: a logarithmic axis has no zero to begin at. */
    private static double decade(Results results) {
        double least = results.measured()
                .mapToDouble(Run::eventsPerSecond)
                .filter(value -> value > 0)
                .min()
                .orElse(1);
        return Math.pow(10, Math.floor(Math.log10(least)));
    }

    /** One line a figure over time, each as a share of its own largest value. */
    static void overTime(List<SoakSample> samples, Path file) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(420)
                .title("Over time, each figure as a share of its largest value")
                .xAxisTitle("minutes")
                .yAxisTitle("share")
                .build();
        style(chart.getStyler());
        chart.getStyler().setMarkerSize(0);
        chart.getStyler().setYAxisMin(0.0);
        double[] minutes = samples.stream().mapToDouble(SoakSample::minutes).toArray();
        for (SoakSample.Figure figure : SoakSample.FIGURES) {
            double[] values =
                    samples.stream().mapToDouble(figure.of()::applyAsDouble).toArray();
            double most = java.util.Arrays.stream(values).max().orElse(1);
            chart.addSeries(
                    figure.name(),
                    minutes,
                    java.util.Arrays.stream(values)
                            .map(value -> most == 0 ? 0 : value / most)
                            .toArray());
        }
        save(() -> VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG), file);
    }

    private static void style(AxesChartStyler style) {
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setLegendPosition(LegendPosition.OutsideE);
        style.setLegendBorderColor(Color.WHITE);
        style.setLegendFont(FONT);
        style.setAxisTickLabelsFont(FONT);
        style.setAxisTitleFont(FONT);
        style.setChartTitleFont(FONT.deriveFont(Font.BOLD, 14));
    }

    private interface Drawing {
        void draw() throws IOException;
    }

    private static void save(Drawing drawing, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        drawing.draw();
    }
}

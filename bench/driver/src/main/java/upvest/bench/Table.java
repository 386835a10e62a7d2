package upvest.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Prints results for people: the median of each figure, and in brackets least and most. */
final class Table {
    private Table() {}

    private record Column(String title, String format, ToDoubleFunction<Run> figure) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("events/s", "%.0f", Run::eventsPerSecond),
            new Column("deliveries/s", "%.0f", Run::deliveriesPerSecond),
            new Column("p50 ms", "%.2f", Run::p50Millis),
            new Column("p99 ms", "%.1f", Run::p99Millis),
            new Column("consumed p50 ms", "%.1f", run -> number(run.consumedP50Millis())),
            new Column("consumed p99 ms", "%.1f", run -> number(run.consumedP99Millis())),
            new Column("CPU s/1,000", "%.3f", Run::cpuSecondsPer1000),
            new Column("compiling %", "%.0f", run -> 100 * number(run.compilerShare())),
            new Column("peak RSS MB", "%.0f", Run::peakRssMegabytes));

    private static double number(Double measured) {
        return measured == null ? Double.NaN : measured;
    }

    /** As Markdown, which is readable as it is. */
    static String of(Results results, String scenario, String state) {
        StringBuilder text = new StringBuilder("| peer |");
        COLUMNS.forEach(column -> text.append(' ').append(column.title()).append(" |"));
        text.append("\n| --- |").append(" ---: |".repeat(COLUMNS.size())).append('\n');
        for (String peer : results.peers(scenario, state)) {
            text.append("| ").append(peer).append(" |");
            for (Column column : COLUMNS) {
                text.append(' ')
                        .append(cell(column, results.spread(scenario, state, peer, column.figure())))
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String cell(Column column, Results.Spread spread) {
        if (Double.isNaN(spread.median())) {
            return "-";
        }
        String median = String.format(Locale.ROOT, column.format(), spread.median());
        return spread.count() == 1
                ? median
                : median
                        + String.format(
                                Locale.ROOT,
                                " (" + column.format() + "-" + column.format() + ")",
                                spread.least(),
                                spread.most());
    }
}

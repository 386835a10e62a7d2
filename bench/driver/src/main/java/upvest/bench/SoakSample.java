package upvest.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The gateway at one moment of a soak.
 *
 * @param heapAfterGcMegabytes used heap right after a full collection
 * @param ledgerMegabytes of its files
 * @param brokerMegabytes of the journal and what belongs to it
 * @param eventsPerSecond since the last sample, accepted
 */
record SoakSample(
        double minutes,
        double heapAfterGcMegabytes,
        double rssMegabytes,
        int threads,
        int fileHandles,
        double ledgerMegabytes,
        double brokerMegabytes,
        double eventsPerSecond) {

    /** What is wanted of a figure. */
    enum Rule {
        MUST_NOT_GROW,
        MUST_NOT_FALL,
        GROWS_BY_DESIGN
    }

    /**
     * One column.
     *
     * @param noise how much of a difference means nothing, in the figure's unit
     */
    record Figure(String name, Rule rule, double noise, ToDoubleFunction<SoakSample> of) {}

    static final List<Figure> FIGURES = List.of(
            new Figure("heap after GC, MB", Rule.MUST_NOT_GROW, 5, SoakSample::heapAfterGcMegabytes),
            new Figure("RSS, MB", Rule.MUST_NOT_GROW, 5, SoakSample::rssMegabytes),
            new Figure("threads", Rule.MUST_NOT_GROW, 5, SoakSample::threads),
            new Figure("file handles", Rule.MUST_NOT_GROW, 5, SoakSample::fileHandles),
            // the journal's files are of 10 MB each, and some are kept for later
            new Figure("broker, MB", Rule.MUST_NOT_GROW, 30, SoakSample::brokerMegabytes),
            new Figure("ledger, MB", Rule.GROWS_BY_DESIGN, 0, SoakSample::ledgerMegabytes),
            new Figure("events/s", Rule.MUST_NOT_FALL, 0, SoakSample::eventsPerSecond));
}

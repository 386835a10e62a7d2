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

    /**
     * One column.
     *
     * @param mayGrow whether it grows with the number of events by design
     */
    record Figure(String name, boolean mayGrow, ToDoubleFunction<SoakSample> of) {}

    static final List<Figure> FIGURES = List.of(
            new Figure("heap after GC, MB", false, SoakSample::heapAfterGcMegabytes),
            new Figure("RSS, MB", false, SoakSample::rssMegabytes),
            new Figure("threads", false, SoakSample::threads),
            new Figure("file handles", false, SoakSample::fileHandles),
            new Figure("broker, MB", false, SoakSample::brokerMegabytes),
            new Figure("ledger, MB", true, SoakSample::ledgerMegabytes),
            new Figure("events/s", false, SoakSample::eventsPerSecond));
}

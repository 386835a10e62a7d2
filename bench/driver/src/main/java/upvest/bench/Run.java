package upvest.bench;

import java.util.Map;

/**
 * One measured pass, as it stands in the results.
 *
 * @param scenario {@code <connections>x<events>}, also with {@code -half}
 * @param state what is particular, such as {@code 10000000 rows}; empty if nothing
 * @param round counted from 1; 0 is a warm-up
 * @param seconds from the first request to the last event at its consumer, or the last answer where none is attached
 * @param p50Millis to the answer; so the next two
 * @param consumedP50Millis from a request to its last event at a consumer, so the next; null where it was not measured
 * @param arrived events that the consumers got; -1 where none are attached
 * @param astray events that came to the channels for invalid, dead and unknown ones
 * @param cpuSecondsPer1000 of the server's processes, for 1,000 accepted events
 * @param compilerShare what Java's compilers took of it; null in results from before it was measured
 * @param senderCpuShare of one core
 * @param machineLoad load average of the last minute, after the pass
 */
record Run(
        String scenario,
        String state,
        String peer,
        int round,
        int events,
        double seconds,
        double eventsPerSecond,
        double deliveriesPerSecond,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        Double consumedP50Millis,
        Double consumedP99Millis,
        Map<Integer, Integer> answers,
        long arrived,
        long astray,
        double cpuSecondsPer1000,
        Double compilerShare,
        double peakRssMegabytes,
        double senderCpuShare,
        double machineLoad) {

    /** Whether every delivery was answered 200 and every event arrived. */
    boolean complete() {
        return answers.keySet().equals(java.util.Set.of(200)) && astray == 0 && (arrived < 0 || arrived == events);
    }
}

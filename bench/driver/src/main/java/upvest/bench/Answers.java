package upvest.bench;

import java.util.Arrays;
import java.util.Map;

/**
 * What came back.
 *
 * @param statuses how many answers of each status; 0 stands for none at all
 * @param latencies of those answered 200, sorted, nanoseconds
 * @param start of the first request, as {@link System#nanoTime}
 * @param nanos from there to the last answer
 * @param senderCpuNanos of the thread that sent; 0 where nothing was sent over HTTP
 */
@SuppressWarnings("ArrayRecordComponent")
record Answers(Map<Integer, Integer> statuses, long[] latencies, long start, long nanos, long senderCpuNanos) {

    int accepted() {
        return latencies.length;
    }

    /** Milliseconds within which this share was answered. */
    double percentile(double share) {
        return percentile(latencies, share);
    }

    /** Milliseconds within which this share of sorted times in nanoseconds lies; NaN when there is none. */
    static double percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }

    static long[] sorted(long[] latencies) {
        long[] sorted = Arrays.stream(latencies).filter(nanos -> nanos > 0).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}

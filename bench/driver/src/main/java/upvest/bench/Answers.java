package upvest.bench;

import java.util.Arrays;
import java.util.Map;

/**
 * What came back.
 *
 * @param statuses how many answers of each status; 0 stands for none at all
 * @param latencies of those answered 200, sorted, nanoseconds
 * @param nanos from the first request to the last answer
 * @param senderCpuNanos of the thread that sent; 0 where nothing was sent over HTTP
 */
@SuppressWarnings("ArrayRecordComponent")
record Answers(Map<Integer, Integer> statuses, long[] latencies, long nanos, long senderCpuNanos) {

    int accepted() {
        return latencies.length;
    }

    double seconds() {
        return nanos / 1e9;
    }

    /** Milliseconds within which this share was answered. */
    double percentile(double share) {
        if (latencies.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * latencies.length) - 1;
        return latencies[Math.max(0, index)] / 1e6;
    }

    static long[] sorted(long[] latencies) {
        long[] sorted = Arrays.stream(latencies).filter(nanos -> nanos > 0).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}

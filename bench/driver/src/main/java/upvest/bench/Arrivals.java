package upvest.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** When the events of a pass reach the hands of a consumer. */
final class Arrivals {
    private final Map<String, Integer> indexes = new HashMap<>();
    private final AtomicLongArray sent;
    private final AtomicLongArray arrived;
    private volatile long newest;

    /** @param requests what will be sent */
    Arrivals(List<Request> requests) {
        for (int i = 0; i < requests.size(); i++) {
            indexes.put(requests.get(i).last(), i);
        }
        sent = new AtomicLongArray(requests.size());
        arrived = new AtomicLongArray(requests.size());
    }

    /** A request leaves, or should have left, at this time. */
    void sent(int index, long nanoTime) {
        sent.set(index, nanoTime);
    }

    /** A consumer has this event. */
    void arrived(String event) {
        long now = System.nanoTime();
        newest = now;
        Integer index = indexes.get(event);
        if (index != null) {
            arrived.set(index, now);
        }
    }

    /** When the newest event arrived, as {@link System#nanoTime}; 0 when none did. */
    long newest() {
        return newest;
    }

    /** From each request to its last event at a consumer, sorted, nanoseconds. */
    long[] sorted() {
        long[] times = IntStream.range(0, sent.length())
                .filter(i -> sent.get(i) != 0 && arrived.get(i) != 0)
                .mapToLong(i -> arrived.get(i) - sent.get(i))
                .toArray();
        Arrays.sort(times);
        return times;
    }
}

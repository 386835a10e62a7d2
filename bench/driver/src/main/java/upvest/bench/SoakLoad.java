package upvest.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import upvest.gateway.cli.Signer;

/**
 * Life as it is: connections that come and go, deliveries of many sizes, now and then an event that breaks the contract,
 * and one delivery in ten sent again.
 */
final class SoakLoad {
    private static final int CONNECTIONS = 8;
    private static final int[] SIZES = {1, 1, 5, 20, 100, 10};
    private static final int INVALID_EVERY = 7;
    private static final int AGAIN_EVERY = 10;

    private final int port;
    private final int rate;
    private final Deliveries deliveries = new Deliveries();
    private final Signer signer = Request.signer();
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private int made;
    private long expected;
    private long invalid;

    SoakLoad(int port, int rate) throws IOException {
        this.port = port;
        this.rate = rate;
        this.expected = 1; // the one that told that it is ready
    }

    /** Works for so many seconds; every second has new connections. */
    void work(int seconds) throws InterruptedException {
        try (Load load = new Load()) {
            for (int second = 0; second < seconds; second++) {
                long start = System.nanoTime();
                List<Request> requests = oneSecond();
                load.send(port, requests, CONNECTIONS, 0, new Arrivals(requests))
                        .statuses()
                        .forEach((status, count) -> answers.merge(status, count, Integer::sum));
                Thread.sleep(Math.max(0, 1000 - (System.nanoTime() - start) / 1_000_000));
            }
        }
    }

    private List<Request> oneSecond() {
        List<Request> requests = new ArrayList<>();
        for (int events = 0; events < rate; ) {
            int size = SIZES[made++ % SIZES.length];
            Request request = Request.make(deliveries, 1, size, signer).get(0);
            if (made % INVALID_EVERY == 0) {
                request = broken(request.body());
                invalid++;
                expected--;
            }
            requests.add(request);
            if (made % AGAIN_EVERY == 0) {
                requests.add(request);
            }
            expected += size;
            events += size;
        }
        return requests;
    }

    /** The same delivery with a type in its first event that the contract does not know. */
    private Request broken(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8)
                .replaceFirst("\"event_type\":\"[^\"]+\"", "\"event_type\":\"USER.ABDUCTED\"");
        return Request.signed(text.getBytes(StandardCharsets.UTF_8), signer, "");
    }

    /** Events that must have arrived on the domains' queues, all deliveries answered 200. */
    long expected() {
        return expected;
    }

    long accepted() {
        return expected + invalid;
    }

    long invalid() {
        return invalid;
    }

    Map<Integer, Integer> answers() {
        return answers;
    }
}

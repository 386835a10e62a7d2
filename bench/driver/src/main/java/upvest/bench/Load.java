package upvest.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import upvest.bench.common.Shared;

/**
 * Sends deliveries over connections that stay open, one request in flight on each. One thread does it all, so its share
 * of a core tells whether the sender was the bottleneck.
 */
final class Load implements AutoCloseable {
    private static final long ANSWER_TIMEOUT_MILLIS = 120_000;
    private static final long ROUND_TIMEOUT_MINUTES = 15;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /**
     * Sends all and returns when the last is answered.
     *
     * @param pace nanoseconds from one to the next; 0: each as soon as a connection is free
     * @param arrivals is told when each left, or should have left at this pace
     */
    Answers send(int port, List<Request> requests, int connections, long pace, Arrivals arrivals)
            throws InterruptedException {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(port)
                        .setKeepAlive(true)
                        .setPipelining(false)
                        .setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(connections));
        try {
            Round round = new Round(client, requests, pace, arrivals);
            vertx.runOnContext(start -> round.begin(vertx, connections));
            return round.done.get(ROUND_TIMEOUT_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the round did not end", e);
        } finally {
            client.close();
        }
    }

    @Override
    public void close() {
        vertx.close();
    }

    /** Lives on the sending thread only. */
    private static final class Round {
        private final CompletableFuture<Answers> done = new CompletableFuture<>();
        private final Map<Integer, Integer> statuses = new TreeMap<>();
        private final HttpClient client;
        private final List<Request> requests;
        private final long pace;
        private final Arrivals arrivals;
        private final long[] latencies;
        private int free;
        private int next;
        private int ended;
        private long start;
        private long cpu;

        Round(HttpClient client, List<Request> requests, long pace, Arrivals arrivals) {
            this.client = client;
            this.requests = requests;
            this.pace = pace;
            this.arrivals = arrivals;
            this.latencies = new long[requests.size()];
        }

        void begin(Vertx vertx, int connections) {
            start = System.nanoTime();
            cpu = THREADS.getCurrentThreadCpuTime();
            free = connections;
            if (pace > 0) {
                long clock = vertx.setPeriodic(1, tick -> fill());
                done.whenComplete((answers, failure) -> vertx.cancelTimer(clock));
            }
            fill();
        }

        private void fill() {
            while (free > 0 && next < requests.size() && start + next * pace <= System.nanoTime()) {
                free--;
                post(next++);
            }
        }

        private void post(int index) {
            Request request = requests.get(index);
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setURI(Shared.PATH)
                    .setTimeout(ANSWER_TIMEOUT_MILLIS);
            request.headers().forEach(options::putHeader);
            long sent = pace > 0 ? start + index * pace : System.nanoTime();
            arrivals.sent(index, sent);
            client.request(options)
                    .compose(open -> open.send(Buffer.buffer(request.body())))
                    .compose(response -> response.end().map(end -> response))
                    .map(HttpClientResponse::statusCode)
                    .otherwise(0)
                    .onSuccess(status -> ended(index, status, System.nanoTime() - sent));
        }

        private void ended(int index, int status, long nanos) {
            statuses.merge(status, 1, Integer::sum);
            if (status == 200) {
                latencies[index] = nanos;
            }
            free++;
            fill();
            if (++ended == requests.size()) {
                long elapsed = System.nanoTime() - start;
                done.complete(new Answers(
                        statuses, Answers.sorted(latencies), start, elapsed, THREADS.getCurrentThreadCpuTime() - cpu));
            }
        }
    }
}

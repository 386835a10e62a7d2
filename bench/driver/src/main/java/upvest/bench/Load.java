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

    /** Sends all and returns when the last is answered. */
    Answers send(int port, List<Request> requests, int connections) throws InterruptedException {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(port)
                        .setKeepAlive(true)
                        .setPipelining(false)
                        .setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(connections));
        try {
            Round round = new Round(client, requests);
            vertx.runOnContext(start -> round.begin(connections));
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
        private final long[] latencies;
        private int next;
        private int ended;
        private long start;
        private long cpu;

        Round(HttpClient client, List<Request> requests) {
            this.client = client;
            this.requests = requests;
            this.latencies = new long[requests.size()];
        }

        void begin(int connections) {
            start = System.nanoTime();
            cpu = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < Math.min(connections, requests.size()); i++) {
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
            long sent = System.nanoTime();
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
            if (next < requests.size()) {
                post(next++);
            }
            if (++ended == requests.size()) {
                long elapsed = System.nanoTime() - start;
                done.complete(new Answers(
                        statuses, Answers.sorted(latencies), elapsed, THREADS.getCurrentThreadCpuTime() - cpu));
            }
        }
    }
}

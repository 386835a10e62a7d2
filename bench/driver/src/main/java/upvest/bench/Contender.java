package upvest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** A running server with its consumers, ready for rounds. */
final class Contender implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient control = HttpClient.newHttpClient();
    private final Deliveries deliveries = new Deliveries();
    private final Load load;
    private final Server server;
    private final Drain drain;
    private final String state;
    private double eventsPerSecond = 1;

    private Contender(Load load, Server server, Drain drain, String state) {
        this.load = load;
        this.server = server;
        this.drain = drain;
        this.state = state;
    }

    /**
     * Takes over a server.
     *
     * @param consumers whether to attach consumers to its queues
     */
    static Contender of(Load load, Server server, boolean consumers, String state) throws Exception {
        Drain drain = consumers && server.peer().hasBroker()
                ? new Drain(server.ports().broker(), !server.peer().ownsOutboxes())
                : null;
        return new Contender(load, server, drain, state);
    }

    Server server() {
        return server;
    }

    /** Works in passes that grow; the last tells how large a round must be. */
    List<Run> warmUp(Scenario scenario, WarmUp warmUp) throws Exception {
        List<Run> runs = new java.util.ArrayList<>();
        Run last;
        long start = System.nanoTime();
        int count = Math.max(1, Math.min(20, 1000 / scenario.events())) * Math.max(1, scenario.connections() / 4);
        do {
            last = pass(scenario, count, 0);
            runs.add(last);
            count = count(scenario, Math.min(2, Math.max(0.2, warmUp.least() / 4)));
        } while (!warmUp.over((System.nanoTime() - start) / 1e9, last));
        return runs;
    }

    /** One measured round of about so many seconds. */
    Run round(Scenario scenario, int round, double seconds) throws Exception {
        return pass(scenario, count(scenario, scenario.half() ? seconds / 2 : seconds), round);
    }

    private int count(Scenario scenario, double seconds) {
        return (int) Math.max(scenario.connections(), Math.ceil(eventsPerSecond * seconds / scenario.events()));
    }

    /** Sends so many deliveries, made just before. */
    private Run pass(Scenario scenario, int count, int round) throws Exception {
        boolean paced = scenario.half() && round > 0;
        long pace = paced ? (long) (2e9 * scenario.events() / eventsPerSecond) : 0;
        List<Request> requests = server.peer().takesDeliveries()
                ? Request.make(
                        deliveries, count, scenario.events(), server.peer().signed() ? Request.signer() : null)
                : List.of();
        if (requests.isEmpty()) {
            tell("/prepare?events=" + scenario.events() + "&deliveries=" + count);
        }
        Arrivals arrivals = new Arrivals(requests);
        if (drain != null) {
            drain.note(arrivals);
        }
        System.gc();
        long arrived = drain == null ? 0 : drain.arrived();
        long astray = drain == null ? 0 : drain.failed();
        double cpu = server.cpuSeconds();
        double compilers = server.compilerSeconds();
        Answers answers = requests.isEmpty()
                ? answers(tell("/run?threads=" + scenario.connections()))
                : load.send(server.ports().http(), requests, scenario.connections(), pace, arrivals);
        int events = answers.accepted() * scenario.events();
        if (drain != null) {
            drain.await(arrived + events);
        }
        cpu = server.cpuSeconds() - cpu;
        compilers = server.compilerSeconds() - compilers;
        long[] consumed = arrivals.sorted();
        double seconds = Math.max(answers.nanos(), arrivals.newest() - answers.start()) / 1e9;
        if (!paced) {
            eventsPerSecond = Math.max(1, events / seconds);
        }
        return new Run(
                scenario.name(),
                state,
                server.peer().name(),
                round,
                events,
                seconds,
                events / seconds,
                answers.accepted() / seconds,
                answers.percentile(0.5),
                answers.percentile(0.99),
                answers.percentile(1),
                consumed.length == 0 ? null : Answers.percentile(consumed, 0.5),
                consumed.length == 0 ? null : Answers.percentile(consumed, 0.99),
                answers.statuses(),
                drain == null ? -1 : drain.arrived() - arrived,
                drain == null ? 0 : drain.failed() - astray,
                cpu * 1000 / Math.max(1, events),
                cpu == 0 ? 0 : compilers / cpu,
                server.peakRssMegabytes(),
                answers.senderCpuNanos() / (double) answers.nanos(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private JsonNode tell(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = control.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.ports().http() + path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private static Answers answers(JsonNode told) throws IOException {
        long[] latencies = JSON.treeToValue(told.path("latencies"), long[].class);
        return new Answers(
                Map.of(200, latencies.length),
                Answers.sorted(latencies),
                System.nanoTime() - told.path("nanos").asLong(),
                told.path("nanos").asLong(),
                0);
    }

    @Override
    public void close() throws Exception {
        if (drain != null) {
            drain.close();
        }
        server.close();
    }
}

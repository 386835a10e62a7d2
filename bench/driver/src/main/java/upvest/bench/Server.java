package upvest.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import upvest.bench.common.Shared;
import upvest.gateway.cli.Signer;

/** A running peer, with its own fresh folder, which goes away with it. */
final class Server implements AutoCloseable {
    private static final int EVENTS = 100;
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final Peer peer;
    private final Peer.Ports ports;
    private final Path data;
    private final List<ServerProcess> processes;
    private double readySeconds;

    private Server(Peer peer, Peer.Ports ports, Path data, List<ServerProcess> processes) {
        this.peer = peer;
        this.ports = ports;
        this.data = data;
        this.processes = processes;
    }

    /** Starts a peer and waits until it accepts a delivery of one event. */
    static Server start(Peer peer, Peer.StartOptions options) throws Exception {
        return start(peer, options, freshFolder(peer.name()));
    }

    /** An empty folder of this name, on the file system that all share. */
    static Path freshFolder(String name) throws IOException {
        Path data = Places.WORK.resolve(name.replaceAll("[^A-Za-z0-9-]", "_"));
        delete(data);
        return Files.createDirectories(data);
    }

    /** Starts a peer on a folder that may hold something. */
    static Server start(Peer peer, Peer.StartOptions options, Path data) throws Exception {
        Peer.Ports ports = new Peer.Ports(freePort(), freePort(), freePort());
        long start = System.nanoTime();
        Server server = new Server(peer, ports, data, peer.start(ports, data, options));
        try {
            server.awaitFirstAnswer();
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.stop();
            throw e;
        }
        server.readySeconds = (System.nanoTime() - start) / 1e9;
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitFirstAnswer() throws IOException, InterruptedException {
        Deliveries deliveries = new Deliveries();
        Signer signer = peer.signed() ? Request.signer() : null;
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (status(client, Request.make(deliveries, 1, 1, signer).get(0)) != 200) {
            if (!main().alive() || System.nanoTime() > deadline) {
                throw new IOException(peer.name() + " did not start, see " + main().log());
            }
            Thread.sleep(10);
        }
    }

    /** Delivers so many events, or up to 99 more, before anything is measured. */
    void deliver(long events) throws IOException, InterruptedException {
        Deliveries deliveries = new Deliveries();
        Signer signer = peer.signed() ? Request.signer() : null;
        HttpClient client = HttpClient.newHttpClient();
        for (long delivered = 0; delivered < events; delivered += EVENTS) {
            if (status(client, Request.make(deliveries, 1, EVENTS, signer).get(0)) != 200) {
                throw new IOException(peer.name() + " takes no more, see " + main().log());
            }
        }
    }

    private int status(HttpClient client, Request request) throws InterruptedException {
        String path = peer.takesDeliveries() ? Shared.PATH : "/prepare?events=1&deliveries=1";
        HttpRequest.Builder post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.http() + path))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(post::header);
        try {
            return client.send(post.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0; // not listening yet
        }
    }

    private ServerProcess main() {
        return processes.get(processes.size() - 1);
    }

    Peer peer() {
        return peer;
    }

    Peer.Ports ports() {
        return ports;
    }

    Path data() {
        return data;
    }

    ServerProcess process() {
        return main();
    }

    /** From the start of the process to the first 200. */
    double readySeconds() {
        return readySeconds;
    }

    /** Of all its processes, a broker of its own included. */
    double cpuSeconds() throws IOException {
        return sum(ServerProcess::cpuSeconds);
    }

    double compilerSeconds() throws IOException {
        return sum(ServerProcess::compilerSeconds);
    }

    double peakRssMegabytes() throws IOException {
        return sum(ServerProcess::peakRssMegabytes);
    }

    private interface Figure {
        double of(ServerProcess process) throws IOException;
    }

    private double sum(Figure figure) throws IOException {
        double sum = 0;
        for (ServerProcess process : processes) {
            sum += figure.of(process);
        }
        return sum;
    }

    /** Stops it, its folder stays. */
    void stop() throws InterruptedException {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).stop();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        delete(data);
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

package upvest.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import upvest.gateway.ledger.LedgerStore;

/** The scenarios that need a server of their own. */
final class Special {
    static final List<String> NAMES =
            List.of("large", "ledger-embedded", "ledger-postgres", "memory", "paging", "start");
    static final List<Integer> LARGE_SIZES = List.of(10, 100, 1000, 10_000, 30_000);
    static final String SMALL_HEAP = "256 MB heap";

    private static final List<Integer> HEAPS = List.of(256, 512, 1024);
    private static final Scenario LOAD = Scenario.of("8x100");

    private final Contest contest;
    private final Results results;
    private final Progress progress;
    private final WarmUp warmUp;
    private final int starts;
    private final long many;
    private final List<Path> jdks;

    /**
     * How to run them.
     *
     * @param starts how often to start the gateway
     * @param many rows in the full ledger; a tenth of it messages in the full queues
     * @param jdks homes of further JDKs to start the gateway on
     */
    Special(
            Contest contest,
            Results results,
            Progress progress,
            WarmUp warmUp,
            int starts,
            long many,
            List<Path> jdks) {
        this.contest = contest;
        this.results = results;
        this.progress = progress;
        this.warmUp = warmUp;
        this.starts = starts;
        this.many = many;
        this.jdks = jdks;
    }

    void run(String name) throws Exception {
        switch (name) {
            case "large" -> large();
            case "ledger-embedded" -> ledgerEmbedded();
            case "ledger-postgres" -> ledgerPostgres();
            case "memory" -> memory();
            case "paging" -> paging();
            case "start" -> start();
            default -> throw new IllegalArgumentException("no scenario " + name);
        }
    }

    /** Time for an event must not depend on how many come at once, and a small heap must do. */
    private void large() throws Exception {
        List<String> jvm = new ArrayList<>(Shipped.jvmFlags(Places.ROOT));
        jvm.add("-Xmx256m");
        try (Load load = new Load();
                Contender gateway = Contender.of(
                        load,
                        contest.start(Peers.of("gateway"), Peer.StartOptions.DEFAULT.withJvm(jvm)),
                        true,
                        SMALL_HEAP)) {
            WarmUp warm = warmUp;
            for (int size : LARGE_SIZES) {
                contest.measure(List.of(gateway), Scenario.of("1x" + size), warm);
                warm = warmUp.quarter();
            }
        }
    }

    private void ledgerEmbedded() throws Exception {
        Path full = Places.BENCH.resolve("target/ledger-embedded-" + many);
        LedgerFill.embedded(full, many, progress);
        Path data = Server.freshFolder("gateway-full-ledger");
        Path ledger = LedgerStore.folder(data);
        Files.createDirectories(ledger.getParent());
        Commands.run(Places.BENCH, "cp", "-r", full.toString(), ledger.toString());
        Peer gateway = Peers.of("gateway");
        gateway.prepare();
        try (Load load = new Load();
                Contender empty = Contender.of(
                        load, contest.start(gateway, Peer.StartOptions.DEFAULT), true, "empty ledger, embedded");
                Contender many = Contender.of(
                        load,
                        Server.start(gateway, Peer.StartOptions.DEFAULT, data),
                        true,
                        this.many + " rows, embedded")) {
            contest.measure(List.of(empty, many), LOAD, warmUp);
        }
    }

    private void ledgerPostgres() throws Exception {
        try (LedgerFill.Postgres postgres = new LedgerFill.Postgres()) {
            postgres.fill("full", many, progress);
            Peer gateway = Peers.of("gateway");
            gateway.prepare();
            try (Load load = new Load();
                    Contender empty = onPostgres(load, gateway, postgres.url("empty"), "empty ledger, PostgreSQL");
                    Contender full = onPostgres(load, gateway, postgres.url("full"), many + " rows, PostgreSQL")) {
                contest.measure(List.of(empty, full), LOAD, warmUp);
            }
        }
    }

    private static Contender onPostgres(Load load, Peer gateway, String url, String state) throws Exception {
        Peer.StartOptions options = Peer.StartOptions.DEFAULT.withArguments(
                List.of("--upvest.ledger.url=" + url, "--upvest.ledger.user=postgres"));
        Path data = Server.freshFolder("gateway-" + state.replaceAll("\\W+", "-"));
        return Contender.of(load, Server.start(gateway, options, data), true, state);
    }

    /** What more heap is worth. */
    private void memory() throws Exception {
        Peer gateway = Peers.of("gateway");
        gateway.prepare();
        List<Contender> contenders = new ArrayList<>();
        try (Load load = new Load()) {
            for (int heap : HEAPS) {
                List<String> jvm = new ArrayList<>(Shipped.jvmFlags(Places.ROOT));
                jvm.add("-Xmx" + heap + "m");
                jvm.add("-Xmn" + heap * 7 / 16 + "m");
                Peer.StartOptions options = Peer.StartOptions.DEFAULT.withJvm(jvm);
                Server server = Server.start(gateway, options, Server.freshFolder("gateway-heap-" + heap));
                contenders.add(Contender.of(load, server, true, heap + " MB heap"));
            }
            contest.measure(contenders, LOAD, warmUp);
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
    }

    /** Nobody reads: how much slower are full queues, for the gateway and for the broker alone? */
    private void paging() throws Exception {
        long messages = many / 10;
        List<Contender> contenders = new ArrayList<>();
        try (Load load = new Load()) {
            for (String name : List.of("gateway", "raw-broker")) {
                Server server = contest.start(Peers.of(name), Peer.StartOptions.DEFAULT);
                contenders.add(Contender.of(load, server, false, messages + " messages waiting"));
                progress.say("%s: %d messages go into its queues", name, messages);
                if (server.peer().takesDeliveries()) {
                    server.deliver(messages);
                } else {
                    QueueFill.fill(server.ports().broker(), messages);
                }
            }
            contest.measure(contenders, LOAD, warmUp);
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
    }

    /** From the start of the process to the first delivery answered 200, on an empty folder, in turn with the floor. */
    private void start() throws Exception {
        List<Path> homes = new ArrayList<>(jdks);
        homes.add(0, Path.of(System.getProperty("java.home")));
        Map<String, Peer> peers = new LinkedHashMap<>();
        peers.put("floor-signed", Peers.of("floor-signed"));
        for (Path jdk : homes) {
            for (boolean prepared : new boolean[] {true, false}) {
                peers.put(
                        "gateway-signed, " + jdk.getFileName() + (prepared ? ", prepared" : ", not prepared"),
                        new GatewayPeer("gateway-signed", Places.ROOT, true, jdk, prepared));
            }
        }
        for (Peer peer : peers.values()) {
            peer.prepare();
        }
        results.starts().keySet().removeAll(peers.keySet()); // here each takes its turn
        for (int i = 0; i < starts; i++) {
            for (Map.Entry<String, Peer> peer : peers.entrySet()) {
                try (Server server = Server.start(peer.getValue(), Peer.StartOptions.DEFAULT)) {
                    results.started(peer.getKey(), server.readySeconds());
                    progress.say("%s: ready after %.1f s", peer.getKey(), server.readySeconds());
                }
            }
        }
    }
}

package upvest.gateway.crash;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.ledger.LedgerFolder;

/** One or two gateways with what they stand on, each in a process of its own that can be killed. */
final class Installation implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(8);
    private static final int DELIVERIES_BETWEEN_KILLS = 20;

    private final Path home;
    private final Path folder;
    private final Network network; // null: all are on this machine
    private final Random random;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<GatewayProcess> gateways = new CopyOnWriteArrayList<>();
    private Broker broker;
    private PostgresProcess postgres;
    private int kills;

    /** What is killed. */
    enum Victim {
        GATEWAY,
        OTHER_GATEWAY,
        BROKER,
        POSTGRES
    }

    private enum Postgres {
        NONE,
        ALONE,
        WITH_STANDBY
    }

    /**
     * Starts everything.
     *
     * @param ownBroker a broker of its own instead of the embedded one
     * @param ownPostgres a PostgreSQL instead of the embedded ledger
     * @param number of gateways
     */
    Installation(boolean ownBroker, boolean ownPostgres, int number, Random random) throws Exception {
        this(ownBroker ? BrokerProcess::new : null, ownPostgres, number, random);
    }

    /** @param brokers makes the broker; null for the embedded one */
    Installation(Broker.Maker brokers, boolean ownPostgres, int number, Random random) throws Exception {
        this(Path.of(""), Map.of(), brokers, ownPostgres ? Postgres.ALONE : Postgres.NONE, number, null, random);
    }

    /** Starts one gateway with the embedded broker, and its ledger in a PostgreSQL with a standby. */
    static Installation withStandby(Random random) throws Exception {
        return new Installation(Path.of(""), Map.of(), null, Postgres.WITH_STANDBY, 1, null, random);
    }

    /** Starts a pair of gateways, each on a machine of a network, and here a broker and a PostgreSQL. */
    static Installation over(Network network, Random random) throws Exception {
        return new Installation(Path.of(""), Map.of(), BrokerProcess::new, Postgres.ALONE, 2, network, random);
    }

    /**
     * Starts one gateway with all inside.
     *
     * @param home the folder with its routes
     */
    Installation(Path home, Map<String, String> settings, Random random) throws Exception {
        this(home, settings, null, Postgres.NONE, 1, null, random);
    }

    private Installation(
            Path home,
            Map<String, String> extras,
            Broker.Maker brokers,
            Postgres ledger,
            int number,
            Network network,
            Random random)
            throws Exception {
        this.network = network;
        this.home = home;
        this.settings.putAll(extras);
        this.random = random;
        this.folder = Files.createTempDirectory("upvest-crash-");
        try {
            settings.put("upvest.files.directory", files().toString());
            if (brokers != null) {
                broker = brokers.in(folder.resolve("broker"));
                settings.put("upvest.broker.url", broker.url());
                settings.put("upvest.broker.user", "upvest");
                settings.put("upvest.broker.password", "secret");
            }
            if (ledger != Postgres.NONE) {
                postgres = new PostgresProcess(folder.resolve("postgres"), ledger == Postgres.WITH_STANDBY);
                settings.put("upvest.ledger.url", postgres.url());
                settings.put("upvest.ledger.user", "postgres");
            }
            if (broker != null) {
                broker.awaitReady();
                broker.awaitWhole();
            }
            for (int i = 0; i < number; i++) {
                gateways.add(startGateway(i));
                gateways.get(i).awaitReady(); // one after the other: the first makes the ledger's table
            }
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    private GatewayProcess startGateway(int which) throws IOException {
        String name = "gateway-" + which;
        Path its = which == 0 ? home : Path.of(System.getProperty("crash.other.release", home.toString()));
        return network == null
                ? GatewayProcess.start(name, its, data(which), settings)
                : GatewayProcess.start(name, network.on(which), its, data(which), network.settings(which, settings));
    }

    /** Where the n-th attempt to deliver goes, as behind a load balancer; null while that gateway is not there. */
    URI address(int attempt) {
        return gateways.get(attempt % gateways.size()).url();
    }

    /** Kills and starts again. */
    void kill(Victim victim, Moment moment, Upvest upvest) throws Exception {
        gateways.forEach(GatewayProcess::awaitReady);
        if (moment.marked()) {
            int nth = 1 + random.nextInt(DELIVERIES_BETWEEN_KILLS);
            if (victim == Victim.BROKER || victim == Victim.POSTGRES) {
                stopOneAt(moment, nth);
                kill(victim);
                for (GatewayProcess gateway : gateways) {
                    gateway.goOn();
                }
            } else {
                gateways.get(victim.ordinal()).stopAt(moment, nth);
                kill(victim);
            }
        } else {
            upvest.awaitAccepted(1 + random.nextInt(DELIVERIES_BETWEEN_KILLS));
            letTimePass(Duration.ofMillis(50));
            kill(victim);
        }
        if (victim == Victim.BROKER && broker.hasBackup()) {
            upvest.awaitAccepted(DELIVERIES_BETWEEN_KILLS);
        }
        start(victim);
        if (moment == Moment.AT_START) {
            letTimePass(LONGEST_START);
            kill(victim);
            start(victim);
        }
        awaitReady(victim);
        if (victim == Victim.BROKER && broker.hasBackup()) {
            upvest.pause(); // that it goes on all the time is no question of failing over
            broker.awaitWhole();
            upvest.resume();
        }
    }

    /** Which gateway dispatches is the broker's choice. */
    private void stopOneAt(Moment moment, int nth) throws IOException {
        Map<GatewayProcess, Pattern> stops = new HashMap<>();
        for (GatewayProcess gateway : gateways) {
            stops.put(gateway, gateway.prepareStop(moment, nth));
        }
        await("a gateway stands " + moment)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        stops.entrySet().stream().anyMatch(stop -> stop.getKey().find(stop.getValue()) != null));
    }

    /** Kills a gateway that stands still at a marked moment with the next delivery that comes to it; it stays dead. */
    void killAt(Moment moment, Victim victim) throws Exception {
        gateways.get(victim.ordinal()).stopAt(moment, 1);
        kill(victim);
    }

    /** A random moment is a random time. */
    private void letTimePass(Duration atMost) {
        LockSupport.parkNanos((long) (random.nextDouble() * atMost.toNanos()));
    }

    void kill(Victim victim) throws Exception {
        switch (victim) {
            case GATEWAY, OTHER_GATEWAY -> gateways.get(victim.ordinal()).kill();
            case BROKER -> broker.kill();
            case POSTGRES -> postgres.kill();
        }
        kills++;
    }

    /**
     * As a rolling restart does: nothing new is sent to it, then it is told to end, in the middle of a delivery that it is
     * dispatching; the next one is ready when this returns.
     */
    void restart(Victim victim, Moment moment, Upvest upvest) throws Exception {
        GatewayProcess gateway = gateways.get(victim.ordinal());
        gateway.leave();
        upvest.awaitAccepted(DELIVERIES_BETWEEN_KILLS); // what was on its way to it is answered
        gateway.stopAt(moment, 1);
        gateway.terminate();
        start(victim);
        gateways.get(victim.ordinal()).awaitReady();
    }

    /** A gateway falls silent in the middle of a delivery, which nobody sends to it. */
    void freeze(Victim victim, Moment moment, Upvest upvest) throws Exception {
        GatewayProcess gateway = gateways.get(victim.ordinal());
        gateway.leave();
        upvest.awaitAccepted(DELIVERIES_BETWEEN_KILLS); // what was on its way to it is answered
        gateway.stopAt(moment, 1);
        gateway.freeze();
    }

    void thaw(Victim victim) throws Exception {
        gateways.get(victim.ordinal()).thaw();
    }

    void start(Victim victim) throws IOException {
        switch (victim) {
            case GATEWAY, OTHER_GATEWAY -> gateways.set(victim.ordinal(), startGateway(victim.ordinal()));
            case BROKER -> broker.start();
            case POSTGRES -> postgres.start();
        }
    }

    void awaitReady() {
        gateways.forEach(GatewayProcess::awaitReady);
    }

    /** What gateways stand on; these are waited for when they are needed. */
    private void awaitReady(Victim victim) {
        switch (victim) {
            case GATEWAY, OTHER_GATEWAY -> {}
            case BROKER -> broker.awaitReady();
            case POSTGRES -> postgres.awaitReady();
        }
    }

    /** Of the first gateway's process. */
    long pid() {
        return gateways.get(0).pid();
    }

    int kills() {
        return kills;
    }

    /** For a client that reads queues. */
    String brokerUrl() {
        return broker == null ? gateways.get(0).brokerUrl() : broker.clientUrl();
    }

    /** The folder of the first gateway, where {@code bin/gateway} finds out how to log in. */
    Path data() {
        return data(0);
    }

    /** {@code bin/gateway} beside the gateway, with the login that the quick start has made up. */
    ProcessBuilder command(String... words) {
        List<String> command = new ArrayList<>(List.of("bin/gateway"));
        command.addAll(List.of(words));
        command.addAll(List.of("--url", managementUrl()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("UPVEST_DATA", data().toString());
        return builder;
    }

    /** The management port of the first gateway. */
    String managementUrl() {
        return gateways.get(0).managementUrl();
    }

    Path files() {
        return folder.resolve("files");
    }

    List<Path> mailboxes() {
        List<Path> mailboxes = new ArrayList<>();
        for (int i = 0; i < gateways.size(); i++) {
            mailboxes.add(data(i).resolve("mailbox"));
        }
        return mailboxes;
    }

    private Path data(int which) {
        return folder.resolve("gateway-" + which);
    }

    /**
     * The ids of all events in the ledger, each with its channels. The embedded one can be opened only when its gateway is
     * gone, so that is killed.
     */
    Map<String, String> ledger() throws InterruptedException, SQLException {
        if (postgres == null) {
            gateways.get(0).kill();
            return LedgerFolder.channels(data(0));
        }
        Map<String, String> rows = new HashMap<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT event_id, channel FROM ledger")) {
            while (row.next()) {
                rows.put(row.getString(1), row.getString(2));
            }
        }
        return rows;
    }

    /** Lines that a gateway has said, the first of each. */
    List<String> said(Pattern line) {
        return gateways.stream()
                .map(gateway -> gateway.find(line))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What the processes said last. */
    String tails() {
        StringBuilder tails = new StringBuilder();
        gateways.forEach(gateway -> tails.append('\n').append(gateway.tail()));
        return broker == null
                ? tails.toString()
                : tails.append('\n').append(broker.tail()).toString();
    }

    @Override
    public void close() throws Exception {
        for (GatewayProcess gateway : gateways) {
            gateway.end();
        }
        if (broker != null) {
            broker.end();
        }
        if (postgres != null) {
            postgres.end();
        }
        FileSystemUtils.deleteRecursively(folder);
    }
}

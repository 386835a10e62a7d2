package upvest.bench;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Node-RED from npm with a standalone ActiveMQ Artemis of the gateway's version behind it, over AMQP. Two processes: both
 * count.
 */
record NodeRedPeer(String name) implements Peer {
    private static final Path HERE = Places.BENCH.resolve("peers/node-red");
    private static final Path NODE = Places.BENCH.resolve("target/node-red");
    private static final Path ARTEMIS = Places.BENCH.resolve("driver/target/artemis");
    private static final int LONGEST_START_SECONDS = 60;

    @Override
    public String missing() {
        try {
            Commands.run(Places.ROOT, "node", "--version");
            Commands.run(Places.ROOT, "npm", "--version");
            return null;
        } catch (IOException e) {
            return "needs node and npm, which are not on this machine";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Files.createDirectories(NODE);
        for (String file : List.of("package.json", "settings.js", "flow.json")) {
            Commands.run(HERE, "cp", file, NODE.toString());
        }
        if (!Files.isDirectory(NODE.resolve("node_modules/node-red"))) {
            Commands.run(
                    NODE,
                    "npm",
                    "install",
                    "--no-package-lock",
                    "--no-audit",
                    "--no-fund",
                    "--omit=optional",
                    "--ignore-scripts");
        }
        if (!Files.isDirectory(ARTEMIS)) {
            Commands.run(
                    Places.ROOT,
                    "./mvnw",
                    "-q",
                    "-B",
                    "-Dquick",
                    "-Pnode-red",
                    "-f",
                    "bench/pom.xml",
                    "generate-resources");
        }
    }

    @Override
    public List<ServerProcess> start(Ports ports, Path data, StartOptions options) throws Exception {
        ServerProcess broker = startBroker(ports, data);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("BENCH_DATA", data.toString());
        environment.put("BENCH_BROKER_PORT", Integer.toString(ports.broker()));
        environment.put(
                "BENCH_SCHEMA",
                Places.ROOT
                        .resolve("schemas/published/upvest-webhook-event-schema.json")
                        .toString());
        Path home = Files.createDirectories(data.resolve("home"));
        List<String> command = List.of(
                "node",
                NODE.resolve("node_modules/node-red/red.js").toString(),
                "--userDir",
                home.toString(),
                "--settings",
                NODE.resolve("settings.js").toString(),
                "--port",
                Integer.toString(ports.http()),
                NODE.resolve("flow.json").toString());
        return List.of(broker, ServerProcess.start(command, NODE, Path.of(data + ".log"), environment));
    }

    private static ServerProcess startBroker(Ports ports, Path data) throws IOException, InterruptedException {
        Path artemis;
        try (var folders = Files.list(ARTEMIS)) {
            artemis = folders.findFirst().orElseThrow(() -> new IOException("no distribution in " + ARTEMIS));
        }
        Path instance = data.resolve("broker");
        String queues = "users,accounts,orders,portfolios,payments,securities,reports,invalid,dead,unknown,mail,files"
                .replaceAll("(\\w+)", "upvest.$1");
        List<String> create = new ArrayList<>(List.of(
                artemis.resolve("bin/artemis").toString(),
                "create",
                instance.toString(),
                "--user",
                "bench",
                "--password",
                "bench",
                "--allow-anonymous",
                "--host",
                "127.0.0.1",
                "--default-port",
                Integer.toString(ports.broker()),
                "--no-amqp-acceptor",
                "--no-mqtt-acceptor",
                "--no-stomp-acceptor",
                "--no-hornetq-acceptor",
                "--no-web",
                "--no-autotune",
                "--queues",
                queues,
                "--silent"));
        Commands.run(data, create.toArray(String[]::new));
        Path settings = instance.resolve("etc/broker.xml");
        String text = Files.readString(settings);
        Files.writeString(
                settings,
                text.replaceAll(
                        "<journal-buffer-timeout>\\d+</journal-buffer-timeout>",
                        "<journal-buffer-timeout>500000</journal-buffer-timeout>"));
        ServerProcess broker = ServerProcess.start(
                List.of(instance.resolve("bin/artemis").toString(), "run"),
                instance,
                Path.of(data + "-broker.log"),
                Map.of());
        for (int i = 0; i < LONGEST_START_SECONDS * 10; i++) {
            try (Socket open = new Socket("127.0.0.1", ports.broker())) {
                return broker;
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        broker.stop();
        throw new IOException("the broker did not start, see " + broker.log());
    }
}

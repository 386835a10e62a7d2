package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** A copy of the data folder that is of one moment is taken, with all that is in it; one of which that is not known is not. */
class BackUpTest {
    @TempDir
    Path folder;

    @Test
    void aCopyMadeAfterTheEndHasEverything() throws Exception {
        Path copy = folder.resolve("copy");
        String id = UUID.randomUUID().toString();
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            assertThat(Deliverer.post(gateway.url(), delivery(event(id))).statusCode())
                    .isEqualTo(200);
            assertThat(gateway.data().resolve("running")).exists();
            gateway.whileStopped(() -> {
                assertThat(gateway.data().resolve("running")).doesNotExist();
                FileSystemUtils.copyRecursively(gateway.data(), copy);
            });
        }
        try (TestGateway restored = TestGateway.start(Map.of("upvest.data", copy.toString()))) {
            assertThat(Channels.drain(restored.brokerUrl(), "users"))
                    .singleElement()
                    .satisfies(message -> assertThat(message.body()).contains(id));
        }
    }

    /** As {@code systemctl freeze} does, or a snapshot: nobody writes while the copy is made. */
    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // a gateway that starts where it should not would run for ever
    void aCopyOfAFrozenGatewayIsOfOneMoment() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path copy = folder.resolve("copy");
        Map<String, String> accepted = new ConcurrentHashMap<>();
        Set<String> before;
        GatewayProcess gateway = GatewayProcess.start("frozen", Path.of(""), data, Map.of());
        AtomicBoolean goesOn = new AtomicBoolean(true);
        ExecutorService senders = Executors.newFixedThreadPool(4);
        try {
            gateway.awaitReady();
            for (int i = 0; i < 4; i++) {
                senders.submit(() -> {
                    while (goesOn.get()) {
                        String id = UUID.randomUUID().toString();
                        if (Deliverer.post(gateway.url(), delivery(event(id))).statusCode() == 200) {
                            accepted.put(id, event(id));
                        }
                    }
                });
            }
            awaitMore(accepted, 300);
            before = Set.copyOf(accepted.keySet());
            run("kill", "-STOP", Long.toString(gateway.pid()));
            Path state = Path.of("/proc/" + gateway.pid() + "/stat");
            await().until(() -> Files.readString(state).contains(") T "));
            run("cp", "-a", data.toString(), copy.toString());
            run("kill", "-CONT", Long.toString(gateway.pid()));
            awaitMore(accepted, 100);
        } finally {
            goesOn.set(false);
            senders.shutdown();
            assertThat(senders.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
            gateway.end();
        }
        assertIsNotTaken(copy);
        Files.delete(copy.resolve("running"));
        try (TestGateway restored = TestGateway.start(Map.of("upvest.data", copy.toString()))) {
            List<String> waiting = users(restored);
            assertThat(waiting).doesNotHaveDuplicates().containsAll(before);
            assertThat(reconciled(restored, copy)).contains("all accounted for");
            String again = delivery(String.join(",", accepted.values()));
            assertThat(Deliverer.post(restored.url(), again).statusCode()).isEqualTo(200);
            List<String> all = new ArrayList<>(users(restored));
            all.addAll(waiting);
            assertThat(all)
                    .as("what the copy knew is a duplicate")
                    .containsExactlyInAnyOrderElementsOf(accepted.keySet());
        }
    }

    private static void awaitMore(Map<String, String> accepted, int more) {
        int until = accepted.size() + more;
        await().atMost(Duration.ofMinutes(2)).until(() -> accepted.size() >= until);
    }

    private static List<String> users(TestGateway gateway) throws JMSException {
        return Channels.drain(gateway.brokerUrl(), "users").stream()
                .map(Channels.Received::correlationId)
                .toList();
    }

    private static String reconciled(TestGateway gateway, Path data) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                "bin/gateway",
                "reconcile",
                "--since",
                "1h",
                "--url",
                "http://127.0.0.1:" + gateway.actuatorUrl("").getPort());
        command.environment()
                .putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "UPVEST_DATA", data.toString()));
        return new String(
                command.redirectErrorStream(true).start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    /** What made it is not known: it may have been copied while a gateway wrote. */
    private static void assertIsNotTaken(Path copy) throws IOException, InterruptedException {
        Process copied = new ProcessBuilder(
                        "bin/gateway",
                        "run",
                        "--spring.profiles.active=quick-start",
                        "--server.port=0",
                        "--management.server.port=0",
                        "--upvest.broker.port=0",
                        "--upvest.data=" + copy)
                .redirectErrorStream(true)
                .start();
        String said = new String(copied.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(copied.waitFor()).as(said).isEqualTo(1);
        assertThat(said)
                .contains("upvest.data: " + copy + " is a copy that was made while a gateway worked there")
                .doesNotContain("\tat ");
    }

    private static String delivery(String events) {
        return "{\"payload\":[" + events + "]}";
    }

    private static String event(String id) {
        return "{\"id\":\"" + id
                + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"USER.CREATED\",\"object\":{\"id\":\""
                + id + "\",\"type\":\"USER\"},\"webhook_id\":\"" + id + "\"}";
    }
}

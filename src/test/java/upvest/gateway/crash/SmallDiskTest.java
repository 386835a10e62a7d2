package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;

/**
 * A gateway whose data folder is a file system of 200 MB. It is filled by deliveries, which ends in 503 with all working,
 * then by something else to its last byte. With room it goes on by itself, and has everything that it has answered 200.
 */
class SmallDiskTest {
    private static final Duration GENEROUS = Duration.ofMinutes(1);
    private static final int MOST_DELIVERIES = 500;
    private static final int EVENTS = 25;
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path data;

    private GatewayProcess gateway;
    private final List<String> accepted = new ArrayList<>();

    @Test
    void acceptsWhatFitsAndGoesOnWhenThereIsRoom() throws Exception {
        List<String> wrapper = ownFileSystem();
        gateway = GatewayProcess.start("gateway", wrapper, Path.of(""), data, Map.of());
        try {
            gateway.awaitReady();
            fillWithDeliveries();
            assertThat(status())
                    .contains("MiB free, and deliveries must leave 96 MiB")
                    .contains(" DISK_FULL");
            List<String> arrived = new ArrayList<>();
            awaitAll(arrived);
            accept();

            Path filler = inside().resolve("filler");
            fill(filler);
            assertThat(post(UUID.randomUUID(), 1)).isEqualTo(503);
            assertThat(status()).contains("has 0 MiB free");
            Files.delete(filler);
            accept();
            awaitAll(arrived);
            assertThat(arrived).doesNotHaveDuplicates();
        } finally {
            gateway.end();
        }
    }

    /** Mounts it for the process alone; without being root in a user's own name space. */
    private List<String> ownFileSystem() throws Exception {
        String mount = "mount -t tmpfs -o size=200m tmpfs '" + data + "' && exec \"$@\"";
        for (List<String> unshare :
                List.of(List.of("unshare", "--mount"), List.of("unshare", "--user", "--map-root-user", "--mount"))) {
            List<String> wrapper = new ArrayList<>(unshare);
            wrapper.addAll(List.of("sh", "-c", mount, "sh"));
            if (runs(wrapper)) {
                return wrapper;
            }
        }
        assumeTrue(false, "skipped: no file system can be mounted here. It needs Linux, and root or user name spaces");
        return List.of();
    }

    private static boolean runs(List<String> wrapper) throws InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }

    /** The data folder as the gateway sees it. */
    private Path inside() {
        return Path.of("/proc/" + gateway.pid() + "/root" + data);
    }

    private void fillWithDeliveries() throws Exception {
        boolean full = false;
        for (int i = 0; i < MOST_DELIVERIES && !full; i++) {
            full = deliver() == 503 && status().contains(" DISK_FULL"); // or it was slow
        }
        assertThat(full).isTrue();
        assertThat(accepted).isNotEmpty();
    }

    private void accept() {
        await().atMost(GENEROUS).until(() -> deliver() == 200);
    }

    private int deliver() {
        UUID first = UUID.randomUUID();
        int answer = post(first, EVENTS);
        if (answer == 200) {
            for (int i = 0; i < EVENTS; i++) {
                accepted.add(id(first, i).toString());
            }
        }
        return answer;
    }

    private int post(UUID first, int events) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            all.add("{\"id\":\"" + id(first, i)
                    + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"USER.CREATED\",\"object\":{\"id\":\""
                    + UUID.randomUUID() + "\",\"type\":\"USER\"},\"webhook_id\":\"00000000-0000-4000-8000-000000000001"
                    + "\",\"extra\":\"" + "x".repeat(40_000) + "\"}");
        }
        return Deliverer.postWithin(GENEROUS, gateway.url(), "{\"payload\":[" + String.join(",", all) + "]}");
    }

    private static UUID id(UUID first, int index) {
        return new UUID(first.getMostSignificantBits(), first.getLeastSignificantBits() ^ index);
    }

    /** Consumes until everything is there; a busy broker ends a look early. */
    private void awaitAll(List<String> arrived) {
        await().atMost(GENEROUS).ignoreExceptions().until(() -> {
            for (Channels.Received message : Channels.drain(gateway.brokerUrl(), "users")) {
                arrived.add(
                        new ObjectMapper().readTree(message.body()).path("id").asText());
            }
            return new HashSet<>(arrived).containsAll(accepted);
        });
    }

    private String status() throws Exception {
        ProcessBuilder command =
                new ProcessBuilder("bin/gateway", "status", "--url", gateway.managementUrl()).redirectErrorStream(true);
        command.environment().put("UPVEST_DATA", inside().toString());
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static void fill(Path file) throws IOException {
        byte[] megabyte = new byte[MEGABYTE];
        for (int piece = MEGABYTE; piece > 0; piece /= 2) {
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(megabyte, 0, piece);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
            }
        }
    }
}

package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** Recent deliveries are kept when the operator says so, and no more of them than routing reads. */
class RecordingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void keepsNothingUnlessToldTo() throws Exception {
        Path recorded = folder.resolve("recorded");
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.recording.directory", recorded.toString()))) {
            deliver(gateway);
        }
        assertThat(recorded).doesNotExist();
    }

    @Test
    void keepsWhatRoutingReadsAndNothingElse() throws Exception {
        Path recorded = folder.resolve("recorded");
        try (TestGateway gateway = TestGateway.start(Map.of(
                "upvest.recording.enabled", "true",
                "upvest.recording.directory", recorded.toString(),
                "upvest.recording.fields", "/object/status,/object/address"))) {
            deliver(gateway);
            awaitFiles(recorded, 1);
        }
        JsonNode event =
                JSON.readTree(files(recorded).get(0).toFile()).path("payload").path(0);
        assertThat(event.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "created_at", "event_type", "webhook_id", "object");
        assertThat(event.path("object").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "type", "account_id", "status");
    }

    @Test
    void keepsDeliveriesAsTheyArrivedWhenToldSo() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of(
                "upvest.recording.enabled", "true",
                "upvest.recording.directory", folder.toString(),
                "upvest.recording.whole", "true"))) {
            String delivery = deliver(gateway);
            awaitFiles(folder, 1);
            assertThat(files(folder).get(0)).hasContent(delivery);
        }
    }

    @Test
    void keepsNoMoreAndNothingOlderThanItIsTold() throws Exception {
        Map<String, String> settings = Map.of(
                "upvest.recording.enabled", "true",
                "upvest.recording.directory", folder.toString(),
                "upvest.recording.deliveries", "3",
                "upvest.recording.age", "1h");
        try (TestGateway gateway = TestGateway.start(settings)) {
            for (int i = 1; i <= 5; i++) {
                deliver(gateway);
                awaitCount(gateway, i);
            }
            awaitFiles(folder, 3);
            Path old = files(folder).get(0);
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
            gateway.restart(settings);
            await().untilAsserted(() -> assertThat(files(folder)).hasSize(2).doesNotContain(old));
            assertThat(gateway.counter("upvest_recording_dropped_total")).isZero();
        }
    }

    @Test
    void dropsAndCountsWhatItCannotKeep() throws Exception {
        Path gone = folder.resolve("gone");
        try (TestGateway gateway = TestGateway.start(
                Map.of("upvest.recording.enabled", "true", "upvest.recording.directory", gone.toString()))) {
            FileSystemUtils.deleteRecursively(gone);
            Files.writeString(gone, "in the way");
            deliver(gateway);
            await().untilAsserted(() -> assertThat(gateway.counter("upvest_recording_dropped_total"))
                    .isEqualTo(1));
            String large = delivery().replace("Jane", "J" + "a".repeat(5 << 20) + "ne");
            assertThat(Deliverer.post(gateway.url(), large).statusCode()).isEqualTo(200);
            assertThat(gateway.counter("upvest_recording_dropped_total"))
                    .as("too large to wait, counted before the answer")
                    .isEqualTo(2);
        }
    }

    private static void awaitFiles(Path folder, int number) {
        await().untilAsserted(() -> assertThat(files(folder)).hasSize(number));
    }

    private static void awaitCount(TestGateway gateway, int number) {
        await().untilAsserted(() ->
                assertThat(gateway.counter("upvest_recording_deliveries_total")).isEqualTo(number));
    }

    private static String deliver(TestGateway gateway) {
        String delivery = delivery();
        assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
        return delivery;
    }

    private static String delivery() {
        return """
                {"payload":[{"id":"%s","created_at":"2024-01-15T14:10:12Z","event_type":"USER.CREATED",\
                "object":{"id":"%s","type":"USER","account_id":"%2$s","name":"Jane Doe","status":"ACTIVE",\
                "address":{"city":"Berlin"},"tags":["a"]},"webhook_id":"%2$s"}],"note":"Jane"}"""
                .formatted(UUID.randomUUID(), UUID.randomUUID());
    }

    /** Finished ones, the oldest first. */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}

package upvest.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

/** A copy of the data folder that was made in order is taken, with all that is in it; one made beside a gateway is not. */
class BackUpTest {
    @TempDir
    Path folder;

    @Test
    void aCopyMadeAfterTheEndHasEverything() throws Exception {
        Path copy = folder.resolve("copy");
        String id = UUID.randomUUID().toString();
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            assertThat(Deliverer.post(gateway.url(), delivery(id)).statusCode()).isEqualTo(200);
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

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // a gateway that starts would run for ever
    void aCopyMadeBesideAGatewayIsToldAndNotTaken() throws Exception {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("unix");
        Path data = Files.createDirectory(folder.resolve("data"));
        Path copy = folder.resolve("copy");
        GatewayProcess gateway = GatewayProcess.start("original", Path.of(""), data, Map.of());
        try {
            gateway.awaitReady();
            new ProcessBuilder("cp", "-r", data.toString(), copy.toString())
                    .start()
                    .waitFor();
        } finally {
            gateway.end();
        }
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
        GatewayProcess again = GatewayProcess.start("killed", Path.of(""), data, Map.of());
        try {
            again.awaitReady(); // a kill is no copy
        } finally {
            again.end();
        }
    }

    private static String delivery(String id) {
        return "{\"payload\":[{\"id\":\"" + id
                + "\",\"created_at\":\"2024-01-15T15:00:00Z\",\"event_type\":\"USER.CREATED\",\"object\":{\"id\":\""
                + UUID.randomUUID() + "\",\"type\":\"USER\"},\"webhook_id\":\"" + UUID.randomUUID() + "\"}]}";
    }
}

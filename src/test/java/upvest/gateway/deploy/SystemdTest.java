package upvest.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit for systemd, as far as systemd can say without running. */
class SystemdTest {
    private static final Path UNIT = Path.of("deploy/systemd/upvest-gateway.service");
    /** Of 100: 0 sees nothing, 92 is a service without any bounds. */
    private static final int MOST_EXPOSED = 20;

    @TempDir
    Path folder;

    private Path unit;

    @BeforeEach
    void install() throws IOException {
        unit = folder.resolve(UNIT.getFileName().toString());
        Files.writeString(
                unit,
                Files.readString(UNIT)
                        .replace(
                                "/opt/upvest-gateway/bin/gateway",
                                Path.of("bin/gateway").toAbsolutePath().toString()));
    }

    @Test
    void systemdKnowsAllOfIt() throws Exception {
        assertThat(analyze("verify", "--man=no", unit.toString())).isEmpty();
    }

    @Test
    void theServiceSeesLittle() throws Exception {
        assertThat(analyze("security", "--offline=true", "--no-pager", "--threshold=" + MOST_EXPOSED, unit.toString()))
                .contains("ProtectSystem=", "Overall exposure level");
    }

    @Test
    void thereIsTimeToEndAndTheEndIsNoFailure() throws IOException {
        List<String> lines = Files.readAllLines(UNIT);
        assertThat(lines).contains("SuccessExitStatus=143", "TimeoutStopSec=80", "StateDirectoryMode=0700");
        assertThat(Manifests.in(Manifests.FOLDER.resolve("components/pod/pod.yaml"))
                        .get(0)
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asText())
                .as("as long as elsewhere")
                .isEqualTo("80");
    }

    /** What it says; it must have nothing against the unit. */
    private static String analyze(String... words) throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(List.of("systemd-analyze"));
            command.addAll(List.of(words));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            assertThat(code).as(said).isZero();
            return said;
        } catch (IOException e) {
            assumeTrue(false, "skipped: systemd-analyze is missing");
            return "";
        }
    }
}

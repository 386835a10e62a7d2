package upvest.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.check.Copy;
import upvest.gateway.check.RouteCheck;
import upvest.gateway.testing.ConfigMap;

/** Which files hold routes, however they came into their folder. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a right of their own there")
class RouteFilesTest {
    @TempDir
    Path folder;

    /** As Kubernetes lays it out: a folder for each version, a link to the one that counts, a link for each file. */
    @Test
    void aConfigMapHoldsEachFileOnceAndItsSwapIsOneChange() throws Exception {
        Copy.in(folder);
        RouteFiles plain = RouteFiles.read(folder);
        Path domains = folder.resolve("routes/domains");
        ConfigMap.in(domains);
        assertThat(RouteFiles.read(folder)).isEqualTo(plain);
        assertThat(RouteCheck.of(folder, List.of()).findings()).isEmpty();

        ConfigMap.prepare(domains, text -> text.replace("Orders, their", "Orders and their"));
        assertThat(RouteFiles.read(folder)).isEqualTo(plain);
        ConfigMap.swap(domains);
        assertThat(plain.changed(RouteFiles.read(folder))).containsExactly("routes/domains/orders.camel.yaml");
        assertThat(RouteCheck.of(folder, List.of()).findings()).isEmpty();
    }

    @Test
    void aFolderMayBeALinkAndWhatEditorsLeaveIsNoRoute() throws IOException {
        Copy.in(folder);
        RouteFiles plain = RouteFiles.read(folder);
        Files.move(folder.resolve("routes"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("routes"), Path.of("elsewhere"));
        Path domains = folder.resolve("routes/domains");
        Files.createSymbolicLink(domains.resolve(".#orders.camel.yaml"), Path.of("ada@desk.4711")); // Emacs' lock
        Files.writeString(domains.resolve(".orders.camel.yaml"), "- nothing\n");
        Files.copy(domains.resolve("orders.camel.yaml"), domains.resolve("orders.camel.yaml~"));
        assertThat(RouteFiles.read(folder)).isEqualTo(plain);
        assertThat(RouteCheck.of(folder, List.of()).findings()).isEmpty();
    }
}

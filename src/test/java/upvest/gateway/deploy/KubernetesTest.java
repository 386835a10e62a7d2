package upvest.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.testing.Tree;

/** What is below {@code deploy/kubernetes} is what Kubernetes knows, and fits the gateway. */
class KubernetesTest {
    private static final Pattern PEAK = Pattern.compile("\\| 512 MB, the default \\|.*\\| (\\d+) MB \\|");

    @TempDir
    Path folder;

    static List<Path> overlays() {
        return Manifests.OVERLAYS.stream()
                .map(name -> Manifests.FOLDER.resolve("overlays").resolve(name))
                .toList();
    }

    @Test
    void everyFileHasOnlyWhatKubernetesKnows() throws IOException {
        List<Path> files = Tree.files(Manifests.FOLDER);
        assertThat(files).hasSizeGreaterThan(15);
        for (Path file : files) {
            if (!file.getFileName().toString().startsWith("application-")) {
                for (JsonNode document : Manifests.in(file)) {
                    if (!Manifests.isOfKustomize(document)) {
                        assertThat(Manifests.strictly(document))
                                .as(file.toString())
                                .isNotNull();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void anOverlayIsWholeAndGivesThePodNoRights(Path overlay) throws Exception {
        List<JsonNode> resources = rendered(overlay);
        for (JsonNode resource : resources) {
            if (!resource.path("kind").asText().equals("ConfigMap")) {
                assertThat(Manifests.strictly(resource)).isNotNull();
            }
        }
        JsonNode workload = workload(resources);
        JsonNode pod = workload.at("/spec/template/spec");
        assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        JsonNode container = pod.at("/containers/0");
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(names(container.path("volumeMounts"), "name"))
                .as("each is mounted, and there is one for each")
                .containsAll(names(pod.path("volumes"), "name"))
                .isSubsetOf(Stream.of(pod.path("volumes"), workload.at("/spec/volumeClaimTemplates"))
                        .flatMap(volumes -> names(volumes, "name", "/metadata/name").stream())
                        .toList());
        assertThat(names(container.path("volumeMounts"), "mountPath")).contains("/tmp", "/app/data");
        assertThat(resources.stream()
                        .filter(resource -> resource.path("kind").asText().equals("ConfigMap"))
                        .map(map -> map.at("/metadata/name").asText()))
                .contains(settings(pod));
    }

    /** The ConfigMap that the volume of the settings names. */
    private static String settings(JsonNode pod) {
        for (JsonNode volume : pod.path("volumes")) {
            if (volume.path("name").asText().equals("settings")) {
                return volume.at("/configMap/name").asText();
            }
        }
        return "";
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void openShiftMayChooseTheIdsAndRoutesMayBeYours(Path overlay) throws Exception {
        FileSystemUtils.copyRecursively(Manifests.FOLDER, folder);
        Path copy = folder.resolve(Manifests.FOLDER.relativize(overlay));
        Path kustomization = copy.resolve("kustomization.yaml");
        Files.writeString(
                kustomization,
                Files.readString(kustomization)
                        .replace(
                                "  - ../../components/monitoring\n",
                                "  - ../../components/monitoring\n  - ../../components/own-routes\n"
                                        + "  - ../../components/openshift\n"));
        JsonNode pod = workload(rendered(copy)).at("/spec/template/spec");
        assertThat(pod.findValues("fsGroup")).isEmpty();
        assertThat(pod.findValues("runAsUser")).isEmpty();
        assertThat(names(pod.at("/containers/0/volumeMounts"), "mountPath"))
                .contains("/app/routes/domains", "/app/routes/channels");
        assertThat(names(pod.path("volumes"), "/configMap/name"))
                .contains("upvest-gateway-domains", "upvest-gateway-channels");
    }

    @Test
    void thereIsTimeToEndAndMemoryForWhatWasMeasured() throws IOException {
        JsonNode pod = Manifests.in(Manifests.FOLDER.resolve("components/pod/pod.yaml"))
                .get(0)
                .at("/spec/template/spec");
        JsonNode container = Manifests.container();
        JsonNode defaults =
                new YAMLMapper().readTree(Path.of("config/application.yaml").toFile());
        int phase = seconds(defaults.at("/spring/lifecycle/timeout-per-shutdown-phase"));
        int pause = container.at("/lifecycle/preStop/exec/command/1").asInt();
        assertThat(pause).isPositive();
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThanOrEqualTo(pause + 2 * phase);
        JsonNode compose =
                new YAMLMapper().readTree(Path.of("docker-compose.yml").toFile());
        assertThat(seconds(compose.at("/services/gateway/stop_grace_period"))).isGreaterThanOrEqualTo(2 * phase);

        Matcher peak = PEAK.matcher(Files.readString(Path.of("docs/concepts/performance.md")));
        assertThat(peak.find()).isTrue();
        int request = megabytes(container.at("/resources/requests/memory"));
        assertThat(request)
                .as("what was measured under load, and a quarter")
                .isGreaterThanOrEqualTo(Integer.parseInt(peak.group(1)) * 5 / 4);
        assertThat(megabytes(container.at("/resources/limits/memory")))
                .as("and bin/gateway beside it")
                .isGreaterThanOrEqualTo(request + 200);
    }

    private static int seconds(JsonNode duration) {
        return Integer.parseInt(duration.asText().replace("s", ""));
    }

    private static int megabytes(JsonNode quantity) {
        String text = quantity.asText();
        return Integer.parseInt(text.substring(0, text.length() - 2)) * (text.endsWith("Gi") ? 1024 : 1);
    }

    @Test
    void theAlertRulesAreThoseOfTheOneFile() throws IOException {
        JsonNode rule = Manifests.in(Manifests.FOLDER.resolve("components/monitoring/prometheus-rule.yaml"))
                .get(0);
        JsonNode alerts = new YAMLMapper()
                .readTree(Path.of("config/prometheus/alerts.yaml").toFile());
        assertThat(rule.path("spec"))
                .as("write below spec what stands in config/prometheus/alerts.yaml")
                .isEqualTo(alerts);
    }

    @Test
    void theProbesAskWhatTellsWithoutALogin() throws IOException {
        JsonNode container = Manifests.container();
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/readiness");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("management");
        }
    }

    private static List<JsonNode> rendered(Path overlay) throws InterruptedException {
        try {
            return Manifests.rendered(overlay);
        } catch (IOException e) {
            assumeTrue(false, "skipped: kubectl is missing");
            return List.of();
        }
    }

    private static JsonNode workload(List<JsonNode> resources) {
        return resources.stream()
                .filter(resource -> resource.path("apiVersion").asText().equals("apps/v1"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(JsonNode list, String... fields) {
        List<String> names = new ArrayList<>();
        for (JsonNode item : list) {
            for (String field : fields) {
                JsonNode name = field.startsWith("/") ? item.at(field) : item.path(field);
                if (name.isTextual()) {
                    names.add(name.asText());
                }
            }
        }
        return names;
    }
}

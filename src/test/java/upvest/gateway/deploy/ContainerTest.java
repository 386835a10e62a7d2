package upvest.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import upvest.gateway.testing.ConfigMap;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;

/**
 * What the image holds, started as Kubernetes and Compose do: with the environment of the manifests, settings, secrets and routes
 * mounted with links, as a user that nobody knows, in group 0, who can write data and temporary files and nothing else.
 */
@Execution(ExecutionMode.CONCURRENT) // a gateway that starts leaves a core idle half of the time
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script, and files have other rights")
class ContainerTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    private Image image;
    private Path secrets;

    @BeforeEach
    void unpack() throws IOException {
        assumeTrue(Image.canBeOthers(), "skipped: only root can start what it cannot write, with setpriv");
        image = Image.unpack(folder);
        secrets = Files.createDirectories(folder.resolve("secrets"));
    }

    @Test
    void theEmbeddedFormStartsAndTakesRoutesOfAConfigMap() throws Exception {
        mountSettings("embedded");
        Path domains = image.home().resolve("routes/domains");
        ConfigMap.in(domains);
        mountSecrets(Map.of("upvest.api.client-secret", "not-to-be-told"));
        try (Container gateway = start(Map.of())) {
            assertThat(gateway.get("/actuator/health/liveness", null)).isEqualTo(200);
            assertThat(gateway.get("/actuator/health/readiness", null)).isEqualTo(200);
            assertThat(gateway.get("/actuator/prometheus", null)).isEqualTo(401);
            assertThat(gateway.get("/actuator/prometheus", "ada:" + PASSWORD)).isEqualTo(200);
            String delivery = FreshIds.of(Files.readString(Path.of("samples/live/every-type.json")));
            assertThat(Deliverer.post(gateway.intake(), delivery).statusCode()).isEqualTo(200);

            ConfigMap.prepare(domains, text -> text.replace("Orders, their", "Orders and their"));
            ConfigMap.swap(domains);
            assertThat(image.command(gateway, "apply", "--by", "Ada"))
                    .contains("changed  routes/domains/orders.camel.yaml", "\napplied");
            assertThat(gateway.stop()).as("exit code after SIGTERM").isEqualTo(143);
        }
        assertThat(image.data().resolve("running")).as("it ended in order").doesNotExist();
    }

    @Test
    void theScaledFormStarts() throws Exception {
        mountSettings("scaled");
        Path files = image.writable("files");
        mountSecrets(Map.of("upvest.broker.password", "secret", "upvest.ledger.password", "secret"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Container gateway = start(elsewhere(postgres, files))) {
            assertThat(gateway.get("/actuator/health/liveness", null)).isEqualTo(200);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> gateway.get("/actuator/health/readiness", null) == 503); // it has no broker
            assertThat(gateway.stop()).isEqualTo(143);
        }
    }

    @Test
    void theServiceOfComposeStarts() throws Exception {
        Map<String, String> environment = new HashMap<>();
        new YAMLMapper()
                .readTree(Path.of("docker-compose.yml").toFile())
                .at("/services/gateway/environment")
                .properties()
                .forEach(variable -> environment.put(
                        variable.getKey(), variable.getValue().asText().replaceAll("\\$\\{\\w+:-(.*)}", "$1")));
        assertThat(environment).containsEntry("UPVEST_BROKER_PASSWORD", "development");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Container gateway = image.run(environment, onFreePorts(elsewhere(postgres, image.writable("files"))))) {
            assertThat(gateway.get("/actuator/health/liveness", null)).isEqualTo(200);
            assertThat(gateway.stop()).isEqualTo(143);
        }
    }

    @Test
    void aVolumeThatCannotBeWrittenIsNamed() throws Exception {
        Files.setPosixFilePermissions(image.data(), PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(image.end(Map.of(), "run", "--spring.profiles.active=quick-start"))
                .contains(
                        "APPLICATION FAILED TO START",
                        "upvest.data: the folder " + image.data()
                                + " cannot be written: the user of this process has no right to")
                .doesNotContain("\tat ");
    }

    /** Settings that lead to the outside of this machine are replaced; all others are those of the overlay. */
    private Container start(Map<String, String> replaced) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : Manifests.container().path("env")) {
            environment.put(
                    variable.path("name").asText(), variable.path("value").asText());
        }
        assertThat(environment).containsEntry("SPRING_CONFIG_IMPORT", "configtree:/etc/upvest-gateway/secrets/");
        environment.put("SPRING_CONFIG_IMPORT", "configtree:" + secrets + "/");
        environment.put("UPVEST_OPERATORS_0_NAME", "ada");
        environment.put("UPVEST_OPERATORS_0_PASSWORD", "{bcrypt}" + new BCryptPasswordEncoder().encode(PASSWORD));
        environment.put("UPVEST_OPERATORS_0_ROLE", "operator");
        environment.put("GATEWAY_USER", "ada");
        environment.put("GATEWAY_PASSWORD", PASSWORD);
        Map<String, String> settings = onFreePorts(replaced);
        settings.put("upvest.signature.jwks", "file:config/quick-start/jwks.json");
        return image.run(environment, settings);
    }

    /** A PostgreSQL of this test, and a broker that is not there. */
    private static Map<String, String> elsewhere(EmbeddedPostgres postgres, Path files) {
        return Map.of(
                "upvest.ledger.url",
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "upvest.ledger.user",
                "postgres",
                "upvest.broker.url",
                "tcp://127.0.0.1:1",
                "upvest.files.directory",
                files.toString());
    }

    private static Map<String, String> onFreePorts(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("server.port", "0");
        all.put("management.server.port", "0");
        all.put("upvest.broker.port", "0");
        return all;
    }

    private void mountSettings(String overlay) throws IOException {
        Path mount = Files.createDirectories(image.home().resolve("config/kubernetes"));
        Files.copy(
                Manifests.FOLDER.resolve("overlays/" + overlay + "/application-kubernetes.yaml"),
                mount.resolve("application-kubernetes.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        ConfigMap.in(mount);
        assertThat(Manifests.container().findValuesAsText("mountPath")).contains("/app/config/kubernetes");
    }

    private void mountSecrets(Map<String, String> values) throws IOException {
        for (var secret : values.entrySet()) {
            Files.writeString(secrets.resolve(secret.getKey()), secret.getValue());
        }
        ConfigMap.in(secrets);
        assertThat(List.of(secrets.toFile().list())).contains("..data");
    }
}

package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Channel;
import org.apache.camel.processor.errorhandler.NoErrorHandler;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import upvest.gateway.broker.Queues;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.TestGateway;

@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    @ParameterizedTest
    @CsvSource({
        "upvest.signature.jwks, file:no/such/keys.json, upvest.signature.jwks: no trusted keys",
        "upvest.signature.jwks, http://127.0.0.1/keys, upvest.signature.jwks: no trusted keys",
        "upvest.signature.jwks, https:keys, upvest.signature.jwks: no trusted keys",
        "upvest.signature.jwks, upvest, upvest.api.client-id is not set",
        "upvest.broker.user, somebody, upvest.broker.user and upvest.broker.password",
        "upvest.signature.window, 91d, upvest.signature.window: 7862400s is longer than upvest.ledger.retention",
        "upvest.path, webhooks/upvest, upvest.path: 'webhooks/upvest' is not the path of an address",
        "upvest.path, /webhooks/upvest/, upvest.path: '/webhooks/upvest/' is not",
        "upvest.path, /webhooks//upvest, upvest.path: '/webhooks//upvest' is not",
        "upvest.path, /webhooks/../upvest, upvest.path: '/webhooks/../upvest' is not",
        "upvest.path, /hooks?a=b, upvest.path: '/hooks?a=b' is not",
        "upvest.path, /hooks/{id}, upvest.path: '/hooks/{id}' is not",
        "upvest.path, /hooks/*, upvest.path: '/hooks/*' is not",
        "upvest.path, /höks, upvest.path: '/h?ks' is not",
        "upvest.path, /, upvest.path: '/' is not",
        "upvest.path, /proxy/upvest, upvest.path: '/proxy/upvest' is not",
        "upvest.mail.to, operations@, upvest.mail.to: it is not a mail address",
        "server.servlet.context-path, /gw, server.servlet.context-path: leave it out",
        "upvest.signature.window, 300, '--upvest.signature.window on the command line: ''300'' has no unit'",
        "upvest.limit.body, 1MB, 'there is no such setting, did you mean upvest.limits.body?'",
        "upvest.contract, publishd, upvest.contract: there is no contract 'publishd'",
        "upvest.operators[0].name, 'Ada L.', upvest.operators: a name has",
        "upvest.operators[0].name, ada, upvest.operators: the password of ada must be a hash that begins with {bcrypt}",
        "camel.main.routes-include-pattern, file:config/*.camel.yaml, the trunk's routes receive"
    })
    void stopsWithTheNameOfTheSettingThatIsWrong(String setting, String value, String message, CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(Map.of(setting, value)).close())
                .hasStackTraceContaining(message);
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START", message)
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "spring.profiles.active, production, upvest.signature.jwks is not set",
        "management.server.port, 28080, management.server.port: it must differ from server.port"
    })
    void stopsWhenTwoSettingsDoNotFit(String setting, String value, String message, CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(Map.of(setting, value, "server.port", "28080"))
                        .close())
                .hasStackTraceContaining(message);
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START", message)
                .doesNotContain("\tat ");
    }

    /** By itself nothing would be taken, or nothing routed: this says why, and at once. */
    @ParameterizedTest
    @CsvSource({
        "10-receive, unverified, receive=process verifySignature",
        "30-event, unclaimed, accept-event=idempotentConsumer with #seenEvents"
    })
    void stopsWithoutAStepThatTheGuaranteesRestOn(String file, String instead, String message) throws IOException {
        String trunk = Stream.of("10-receive", "20-accept", "30-event", "40-set-aside")
                .map(name -> name.equals(file) ? "file:src/test/routes/" + instead : "file:routes/" + name)
                .map(name -> name + ".camel.yaml,")
                .collect(Collectors.joining());
        String routes = trunk + "file:routes/domains/*.camel.yaml,file:routes/channels/*.camel.yaml";
        assertThatThrownBy(() -> TestGateway.start(Map.of("camel.main.routes-include-pattern", routes))
                        .close())
                .hasStackTraceContaining("the trunk is not whole")
                .hasStackTraceContaining(message);
    }

    /** Whatever becomes of the trunk in a gateway that runs. */
    @Test
    void nothingIsStoredThatNoStepHasVerified() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            CamelContext camel = gateway.bean(CamelContext.class);
            camel.getRouteController().stopRoute("receive");
            camel.removeRoute("receive");
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(PluginHelper.getResourceLoader(camel)
                            .resolveResource("file:src/test/routes/unverified.camel.yaml"));
            assertThat(Deliverer.post(gateway.url(), "{\"payload\":[]}").statusCode())
                    .isEqualTo(503);
            assertThat(gateway.bean(Queues.class).depths().get(Queues.INBOX).messages())
                    .isZero();
        }
    }

    @Test
    void anExceptionLeavesEveryRouteThatNamesNoConfiguration() throws IOException {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            CamelContext camel = gateway.bean(CamelContext.class);
            assertThat(List.of("accept-event", "validate-event", "by-domain", "orders", "dead"))
                    .extracting(id ->
                            ((Channel) camel.getRoute(id).navigate().next().get(0)).getErrorHandler())
                    .hasOnlyElementsOfType(NoErrorHandler.class);
        }
    }

    @Test
    void tellsWhereEverythingIs(CapturedOutput output) throws IOException {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            assertThat(output.getOut())
                    .contains("POST deliveries to  " + gateway.url())
                    .contains("Hawtio              http://127.0.0.1:")
                    .contains("Health              http://127.0.0.1:")
                    .contains("Login               operator / ")
                    .contains("Broker              " + gateway.consumersUrl())
                    .contains("Consumers           consumers / ")
                    .contains("upvest.orders")
                    .contains("upvest.invalid")
                    .contains("Contract            published")
                    .contains("Signatures          checked, file:config/quick-start/jwks.json, ")
                    .contains("Profile             quick-start")
                    .doesNotContain("NOT CHECKED");
        }
    }

    @Test
    void warnsWhenSignaturesAreNotCheckedAndHealthSaysSo(CapturedOutput output) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of("upvest.signature.required", "false"))) {
            assertThat(output.getOut()).contains("WARN").contains("SIGNATURES ARE NOT CHECKED");
            assertThat(health(gateway)
                            .at("/components/gateway/details/signatures")
                            .asText())
                    .isEqualTo("NOT CHECKED");
        }
    }

    @Test
    void healthTellsTheContractAndThatSignaturesAreChecked() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            assertThat(health(gateway)
                            .at("/components/gateway/details/signatures")
                            .asText())
                    .isEqualTo("checked");
            assertThat(health(gateway)
                            .at("/components/gateway/details/contract")
                            .asText())
                    .isEqualTo("published");
        }
    }

    @Test
    void withoutUsersNobodyGetsInAndTheLogSaysHowToAddOne(CapturedOutput output) throws Exception {
        try (TestGateway closed = TestGateway.start(Map.of(
                "spring.profiles.active", "production",
                "upvest.signature.jwks", "file:config/quick-start/jwks.json"))) {
            assertThat(health(closed, "operator:operator")).isEqualTo(401);
            HttpRequest page = HttpRequest.newBuilder(closed.actuatorUrl("hawtio/"))
                    .header("Accept", "text/html")
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(page, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(output.getOut())
                    .contains("Nobody can log in at the management port", "bin/gateway hash-password")
                    .contains("Login               nobody can, see upvest.operators");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has other rights on files")
    void theQuickStartMakesUpAPasswordThatLivesAsLongAsTheStart() throws Exception {
        Path file;
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            file = gateway.data().resolve("operator");
            String first = Files.readString(file).strip();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(health(gateway, first)).isEqualTo(200);
            gateway.restart();
            assertThat(Files.readString(file).strip()).isNotEqualTo(first);
            assertThat(health(gateway, first)).isEqualTo(401);
        }
        assertThat(file).doesNotExist();
    }

    private static int health(TestGateway gateway, String who) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.actuatorUrl("health"))
                .header("Authorization", TestGateway.basic(who))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static JsonNode health(TestGateway gateway) throws Exception {
        return new ObjectMapper().readTree(gateway.actuator("health").body());
    }
}

package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Channel;
import org.apache.camel.processor.errorhandler.NoErrorHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import upvest.gateway.testing.TestGateway;

@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    @ParameterizedTest
    @CsvSource({
        "upvest.signature.jwks, '', upvest.signature.jwks is not set",
        "upvest.signature.jwks, file:no/such/keys.json, upvest.signature.jwks: no trusted keys",
        "upvest.signature.jwks, http://127.0.0.1/keys, upvest.signature.jwks: no trusted keys",
        "upvest.broker.user, somebody, upvest.broker.user and upvest.broker.password",
        "upvest.limits.answer, 500ms, upvest.limits.answer: it must be 1s or longer",
        "upvest.ledger.retention, 1h, upvest.ledger.retention: it must be 1d or longer",
        "upvest.contract, publishd, upvest.contract: there is no contract 'publishd'",
        "camel.main.routes-include-pattern, file:config/*.camel.yaml, the trunk's routes [receive"
    })
    void stopsWithTheNameOfTheSettingThatIsWrong(String setting, String value, String message, CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(Map.of(setting, value)).close())
                .hasStackTraceContaining(message);
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START", message)
                .doesNotContain("\tat ");
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
                    .contains("Broker              " + gateway.brokerUrl())
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
    void hawtioAnswersAndItsDoorIsShutToOtherSites() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            assertThat(gateway.actuator("hawtio/index.html").body()).contains("<title>Hawtio");
            assertThat(jolokia(
                                    gateway,
                                    "http://127.0.0.1:"
                                            + gateway.actuatorUrl("").getPort())
                            .at("/value")
                            .asText())
                    .isEqualTo("upvest-gateway");
            assertThat(jolokia(gateway, "https://elsewhere.example")
                            .at("/status")
                            .asInt())
                    .isEqualTo(403);
        }
    }

    private static JsonNode health(TestGateway gateway) throws Exception {
        return new ObjectMapper().readTree(gateway.actuator("health").body());
    }

    private static JsonNode jolokia(TestGateway gateway, String origin) throws Exception {
        String read = "{\"type\":\"read\",\"mbean\":\"org.apache.camel:context=upvest-gateway,type=context,"
                + "name=\\\"upvest-gateway\\\"\",\"attribute\":\"CamelId\"}";
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.actuatorUrl("jolokia"))
                .header("Content-Type", "application/json")
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(read));
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }
}

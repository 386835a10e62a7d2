package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import upvest.gateway.testing.Deliverer;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;

/** Who guesses passwords at the management port waits; who has logged in, and Upvest, do not. */
@ExtendWith(OutputCaptureExtension.class)
class GuessersTest {
    private static final int GUESSERS = 100;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void guessersWaitAndNobodyElseDoes(CapturedOutput output) throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            assertThat(gateway.actuator("health").statusCode()).isEqualTo(200);
            List<CompletableFuture<HttpResponse<String>>> failedLogins = IntStream.range(0, GUESSERS)
                    .mapToObj(i -> HTTP.sendAsync(guess(gateway, "operator:guess " + i), BodyHandlers.ofString()))
                    .toList();
            assertThat(gateway.actuator("health").statusCode())
                    .as("of who is known")
                    .isEqualTo(200);
            String delivery = FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
            assertThat(Deliverer.post(gateway.url(), delivery).statusCode()).isEqualTo(200);
            List<HttpResponse<String>> answers =
                    failedLogins.stream().map(CompletableFuture::join).toList();
            assertThat(answers)
                    .extracting(HttpResponse::statusCode)
                    .contains(401)
                    .containsOnly(401, 429);
            assertThat(answers)
                    .filteredOn(answer -> answer.statusCode() == 429)
                    .hasSizeGreaterThan(GUESSERS / 2)
                    .allMatch(
                            answer -> answer.headers().firstValue("Retry-After").isPresent());
        }
        assertThat(output.getOut().lines().filter(line -> line.contains("login refused")))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(
                        4 * RefusedLogins.LINES_A_MINUTE); // of two kinds, and a minute may end in between
    }

    @Test
    void aRefusedFormMakesNoSession() throws Exception {
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            URI login = gateway.actuatorUrl("").resolve("/login");
            HttpResponse<String> refused = HTTP.send(
                    HttpRequest.newBuilder(login)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Cookie", "XSRF-TOKEN=x")
                            .POST(BodyPublishers.ofString("username=operator&password=guess&_csrf=x"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(refused.headers().firstValue("Location"))
                    .hasValueSatisfying(page -> assertThat(page).endsWith("/login?error"));
            assertThat(refused.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
            HttpResponse<String> form = HTTP.send(
                    HttpRequest.newBuilder(login.resolve("/login?error"))
                            .header("Accept", "text/html")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(form.body()).contains("Invalid credentials");
        }
    }

    private static HttpRequest guess(TestGateway gateway, String who) {
        return HttpRequest.newBuilder(gateway.actuatorUrl("health"))
                .header("Authorization", TestGateway.basic(who))
                .build();
    }
}

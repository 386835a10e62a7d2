package upvest.gateway.upvestapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upvest.gateway.GatewayProperties;

/** What a client does when Upvest does not do what it should. */
class UpvestApiTest {
    @TempDir
    Path folder;

    @Test
    void aTokenThatHasEndedBeforeItsTimeIsRenewedOnce() throws Exception {
        try (StandIn upvest = StandIn.start()) {
            UpvestApi api = api(upvest.settings(folder));
            upvest.rotate();
            assertThat(api.get("/auth/verify_keys").has("keys")).isTrue();
            upvest.endTokens();
            assertThat(api.get("/auth/verify_keys").has("keys")).isTrue();
            assertThat(upvest.requests())
                    .containsExactly(
                            "POST /auth/token",
                            "GET /auth/verify_keys",
                            "GET /auth/verify_keys",
                            "POST /auth/token",
                            "GET /auth/verify_keys");
            assertThat(upvest.faults()).isEmpty();
        }
    }

    @Test
    void aTokenIsUsedUntilItEnds() throws Exception {
        try (StandIn upvest = StandIn.start()) {
            UpvestApi api = api(upvest.settings(folder));
            for (int i = 0; i < 3; i++) {
                api.get("/auth/verify_keys");
            }
            assertThat(upvest.requests()).filteredOn("POST /auth/token"::equals).hasSize(1);
            upvest.tokensLast(1);
            upvest.endTokens();
            api.get("/auth/verify_keys");
            api.get("/auth/verify_keys");
            assertThat(upvest.requests())
                    .as("a token that is about to end is not used again")
                    .filteredOn("POST /auth/token"::equals)
                    .hasSize(3);
        }
    }

    @Test
    void aScopeThatTheClientLacksIsExplained() throws Exception {
        try (StandIn upvest = StandIn.start()) {
            Subscriptions subscriptions = new Subscriptions(api(upvest.settings(folder)));
            assertThatThrownBy(subscriptions::all)
                    .isInstanceOf(ApiFailure.class)
                    .hasMessageContaining("403, Scope is missing")
                    .hasMessageContaining("webhooks:admin");
        }
    }

    @Test
    void aServerThatDripsIsCut() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer drips = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        drips.setExecutor(threads);
        drips.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        drips.start();
        try (StandIn upvest = StandIn.start()) {
            Map<String, String> settings = upvest.settings(folder);
            settings.put(
                    "upvest.api.url", "http://127.0.0.1:" + drips.getAddress().getPort());
            UpvestApi api =
                    UpvestApi.of(properties(settings), UpvestApi.READ, Clock.systemUTC(), Duration.ofMillis(300));
            assertThatThrownBy(() -> api.get("/auth/verify_keys"))
                    .isInstanceOf(ApiFailure.class)
                    .hasMessageContaining("gives no answer: not all of it came in");
        } finally {
            ended.countDown();
            drips.stop(0);
            threads.shutdownNow();
        }
    }

    private static UpvestApi api(Map<String, String> settings) {
        return UpvestApi.of(properties(settings), UpvestApi.READ, Clock.systemUTC());
    }

    private static GatewayProperties.Api properties(Map<String, String> settings) {
        return new GatewayProperties.Api(
                settings.get("upvest.api.url"),
                settings.get("upvest.api.client-id"),
                settings.get("upvest.api.client-secret"),
                Path.of(settings.get("upvest.api.key")),
                null,
                null);
    }
}

package upvest.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import upvest.gateway.testing.Channels;
import upvest.gateway.testing.FreshIds;
import upvest.gateway.testing.TestGateway;
import upvest.gateway.upvestapi.StandIn;

/** {@code gateway upvest}, against a stand-in of Upvest's API. */
class UpvestCommandTest {
    private static final Path HOW_TO = Path.of("docs/how-to/receive-sandbox-events.md");
    private static final String ADDRESS = "https://hooks.example.com/webhooks/upvest";
    /** Nobody listens there. */
    private static final String NO_GATEWAY = "http://127.0.0.1:1";

    /** For a slow machine with other things to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private StandIn upvest;
    private ECKey webhookKey;

    record Ended(int code, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        upvest = StandIn.start();
        webhookKey = new ECKeyGenerator(Curve.P_521).keyID("upvest-signs").generate();
        upvest.rotate(webhookKey);
        upvest.webhooks().signWith(webhookKey, folder);
    }

    @AfterEach
    void stop() {
        assertThat(upvest.faults()).as("what was wrong with signatures").isEmpty();
        upvest.close();
    }

    @Test
    void keysShowsWhomUpvestSignsAs() throws Exception {
        upvest.keys("{\"keys\":[" + webhookKey.toPublicJWK().toJSONString() + ",{\"kty\":\"RSA\",\"kid\":\"old\"}]}");
        Ended keys = type("keys");
        assertThat(keys)
                .isEqualTo(new Ended(
                        0,
                        "upvest-signs  trusted\nkey old is left out: its kty is not EC\n1 trusted, from " + upvest.url()
                                + " as " + StandIn.CLIENT + "\n",
                        ""));
    }

    @Test
    void theHowToShowsWhatKeysPrints() throws Exception {
        upvest.rotate(new ECKeyGenerator(Curve.P_521)
                .keyID(UUID.randomUUID().toString())
                .generate());
        String printed = type("keys").out().replace(upvest.url(), "https://sandbox.upvest.co");
        assertThat(plain(Files.readString(HOW_TO))).contains(plain(printed));
    }

    /** Without what differs each time. */
    private static String plain(String text) {
        return text.replaceAll("(?m)^ +", "")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                .replaceAll("127.0.0.1:\\d+", "127.0.0.1:PORT");
    }

    @Test
    void subscribeTellsWhatItWouldDoAndThenDoesIt() throws Exception {
        Ended told = type("subscribe", "--url", ADDRESS);
        assertThat(told.code()).isZero();
        assertThat(told.out())
                .contains("\"type\" : [ \"ALL\" ]", "\"delay\" : \"1s\"", "\"max_package_size\" : 524288")
                .endsWith("nothing was changed; --yes does it\n");
        assertThat(upvest.webhooks().subscriptions()).isEmpty();

        try (TestGateway gateway = gateway(Map.of())) {
            upvest.webhooks().everyAddressLeadsTo(gateway.port());
            Ended done = type("subscribe", "--url", ADDRESS, "--exclude-type", "ORDER", "--delay", "5", "--yes");
            String id = upvest.webhooks().ids().get(0);
            assertThat(done)
                    .isEqualTo(new Ended(
                            0,
                            "created   " + id + "\nenabled   " + id + "\ntested    " + ADDRESS
                                    + ": the gateway answered 200\n",
                            ""));
            assertThat(upvest.webhooks().subscriptions().get(0).path("enabled").asBoolean())
                    .isTrue();

            Ended again = type("subscribe", "--url", ADDRESS, "--yes");
            assertThat(again.code()).isEqualTo(1);
            assertThat(again.out())
                    .isEqualTo("this address has a subscription already:\n" + id
                            + "  enabled \n  upvest-gateway  " + ADDRESS
                            + "\n  ALL without ORDER, delay 5s, packages of at most 524288 bytes\n");
            assertThat(upvest.webhooks().subscriptions()).hasSize(1);
        }
    }

    @Test
    void subscribeShowsThatTheGatewayRefused() throws Exception {
        try (TestGateway other = TestGateway.start(Map.of())) { // it trusts another key
            upvest.webhooks().everyAddressLeadsTo(other.port());
            Ended done = type("subscribe", "--url", ADDRESS, "--yes");
            assertThat(done.code()).isEqualTo(1);
            assertThat(done.out())
                    .contains("the gateway answered 401\n", "\"title\":\"Unauthorized\"", "refuses the signature");
        }
        upvest.webhooks().everyAddressLeadsTo(1);
        Ended test = type("test", upvest.webhooks().ids().get(0));
        assertThat(test.code()).isEqualTo(1);
        assertThat(test.out()).contains("no answer", "connection refused", "Upvest does not reach it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://hooks.example.com/webhooks/upvest | | https addresses with a DNS name only",
                "https://203.0.113.7/webhooks/upvest | | https addresses with a DNS name only",
                "https://localhost/webhooks/upvest | | https addresses with a DNS name only",
                "https://hooks.example.com/hooks | | upvest.path, which is /webhooks/upvest",
                "https://me:secret@hooks.example.com/webhooks/upvest | | no login",
                "https://hooks.example.com/webhooks/upvest | --title=a_b | a title has 1 to 32",
                "https://hooks.example.com/webhooks/upvest | --delay=31 | 1 to 30 s",
                "https://hooks.example.com/webhooks/upvest | --delay=0 | 1 to 30 s",
                "https://hooks.example.com/webhooks/upvest | --max-package-size=99 | 100 to 1048576",
                "https://hooks.example.com/webhooks/upvest | --max-package-size=1048577 | 100 to 1048576",
                "https://hooks.example.com/webhooks/upvest | --max-package-size=600000 --upvest.limits.body=2MB"
                        + " | a quarter of upvest.limits.body",
                "https://hooks.example.com/webhooks/upvest | --type=order | written like ORDER",
                "https://hooks.example.com/webhooks/upvest | --type=ORDER --exclude-type=USER | left out of ALL only",
                "https://hooks.example.com/webhooks/upvest | --type=ALL --type=ORDER | name ALL alone",
                "https://hooks.example.com/webhooks/upvest | --upvest.api.key-id= --upvest.api.client-secret="
                        + " | upvest.api.client-secret is not set",
                "https://hooks.example.com/webhooks/upvest | --upvest.api.url=http://example.com"
                        + " | write sandbox, live or https://host",
            })
    void whatUpvestWouldNotTakeIsNotSent(String url, String options, String why) throws Exception {
        List<String> words = new ArrayList<>(List.of("subscribe", "--yes", "--url", url));
        words.addAll(options == null ? List.of() : List.of(options.split(" ")));
        Ended wrong = type(words.toArray(String[]::new));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains(why).doesNotContain(StandIn.SECRET);
        assertThat(upvest.requests()).isEmpty();
    }

    @Test
    void subscriptionsAreShownBesideWhatTheGatewayReceived() throws Exception {
        try (TestGateway gateway = gateway(Map.of())) {
            upvest.webhooks().everyAddressLeadsTo(gateway.port());
            type("subscribe", "--url", ADDRESS, "--yes");
            String id = upvest.webhooks().ids().get(0);
            String management = gateway.actuatorUrl("").toString();
            String data = gateway.data().toString();
            Ended fresh = type("subscriptions", "--url", management, "--data", data);
            assertThat(fresh.code()).isZero();
            assertThat(fresh.out()).contains(id + "  enabled   nothing received yet\n", "1 at " + upvest.url() + "\n");

            Path key = folder.resolve("upvest-signs.json");
            String delivery = Files.readString(Path.of("samples/published/user-created.json"));
            String other = new ObjectMapper()
                    .readTree(delivery)
                    .at("/payload/0/webhook_id")
                    .asText();
            for (String each : List.of(delivery.replace(other, id), delivery)) {
                Path file = Files.writeString(folder.resolve("delivery.json"), FreshIds.of(each));
                assertThat(GatewayCommand.commandLine()
                                .execute(
                                        "send",
                                        file.toString(),
                                        "--key",
                                        key.toString(),
                                        "--url",
                                        gateway.url().toString()))
                        .isZero();
            }
            Ended seen = type("subscriptions", "--url", management, "--data", data);
            assertThat(seen.out())
                    .containsPattern(id + "  enabled   last received \\d+ s ago\n")
                    .containsPattern(other + "  not at Upvest, last received \\d+ s ago\n");
            Ended json = type("subscriptions", "--json", "--url", management, "--data", data);
            assertThat(new ObjectMapper()
                            .readTree(json.out())
                            .at("/0/last_received")
                            .asText())
                    .startsWith("20");
        }
        Ended alone = type("subscriptions", "--url", NO_GATEWAY);
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.out()).contains("1 at " + upvest.url());
        assertThat(alone.err()).contains("the gateway cannot be asked what it received: nobody listens there");
    }

    @Test
    void enableDisableAndDeleteShowWhatTheyWouldChange() throws Exception {
        upvest.webhooks().everyAddressLeadsTo(1);
        type("subscribe", "--url", ADDRESS, "--yes");
        String id = upvest.webhooks().ids().get(0);
        assertThat(type("disable", id).out()).endsWith("nothing was changed; --yes does it: disable\n");
        assertThat(type("disable", id, "--yes").out()).endsWith(id + " is disabled\n");
        assertThat(type("enable", id).out()).contains(id + "  DISABLED\n");
        assertThat(type("enable", id, "--yes").out()).endsWith(id + " is enabled\n");
        assertThat(type("delete", id).code()).isZero();
        assertThat(upvest.webhooks().subscriptions()).hasSize(1);
        assertThat(type("delete", id, "--yes").out()).endsWith(id + " is deleted\n");
        assertThat(upvest.webhooks().subscriptions()).isEmpty();
        assertThat(type("delete", "../auth/token", "--yes").code()).isEqualTo(2);
    }

    @Test
    void whatUpvestSaysIsShownAndWhatToDo() throws Exception {
        Ended gone = type("test", "11111111-2222-4333-8444-555555555555");
        assertThat(gone.code()).isEqualTo(3);
        assertThat(gone.err())
                .matches("gateway: POST /webhooks/11111111-2222-4333-8444-555555555555/test: Upvest answered 404,"
                        + " Webhook subscription not found \\(request id req-[0-9a-f-]+\\)\n");
        upvest.refuseNext(503);
        assertThat(type("keys").err()).contains("/auth/token: Upvest answered 503, Not now (request id req-");
        upvest.refuseNext(426);
        assertThat(type("keys").err()).contains("Upvest has retired this version of its API");
        upvest.refuseNext(302);
        assertThat(type("keys").err()).contains("Redirects are not followed");
        assertThat(type("keys", "--upvest.api.client-secret=another").err())
                .contains("401, Client authentication failed", "upvest.api.client-id and client-secret")
                .doesNotContain("another");
        assertThat(type("keys", "--upvest.api.url=" + NO_GATEWAY).err()).contains("cannot be reached");
        upvest.refuseNext(429, 429);
        Ended patient = type("keys");
        assertThat(patient.code()).isZero();
        assertThat(patient.err()).contains("too many requests of this client: again in 1 s", "again in 2 s");
    }

    @Test
    void aKeyThatUpvestDoesNotHaveIsExplained() throws Exception {
        Ended wrong = type("keys", "--upvest.api.key-id=another");
        assertThat(wrong.code()).isEqualTo(3);
        assertThat(wrong.err())
                .contains("401, Signature is incorrect", "upvest.api.key-id must be what Upvest has for this client");
        assertThat(upvest.faults()).containsExactly("/auth/token: nobody has the key id another");
        stop(upvest);
    }

    private void stop(StandIn last) throws Exception {
        last.close();
        upvest = StandIn.start(); // one without faults, for the end of the test
    }

    @Test
    void tokensThatHaveEndedAreRenewed() throws Exception {
        upvest.tokensLast(1);
        upvest.webhooks().everyAddressLeadsTo(1);
        type("subscribe", "--url", ADDRESS, "--yes");
        assertThat(upvest.requests().stream().filter("POST /auth/token"::equals))
                .hasSizeGreaterThan(2);
        assertThat(upvest.webhooks().subscriptions()).hasSize(1);
    }

    @Test
    void theRelayIsOfTheSandbox() throws Exception {
        Ended live = type("relay", "--upvest.api.url=live");
        assertThat(live.code()).isEqualTo(2);
        assertThat(live.err()).contains("the relay is the sandbox's");
        assertThat(upvest.requests()).isEmpty();
    }

    @Test
    void theRelayCleansUpAfterAFailure() throws Exception {
        try (ServerSocket nobody = new ServerSocket(0)) {
            Ended wrong = type("relay", "--type", "order", "--to", "http://127.0.0.1:" + nobody.getLocalPort());
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.out()).contains("deleted relay endpoint ");
        }
        assertThat(upvest.webhooks().endpoints()).isZero();
        assertThat(upvest.webhooks().subscriptions()).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "bin/gateway is a shell script")
    void theRelayBringsWhatUpvestSignsAndCleansUpWhenInterrupted() throws Exception {
        ProcessBuilder relay = new ProcessBuilder(words("relay").toArray(String[]::new)).redirectErrorStream(true);
        relay.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try (ServerSocket free = new ServerSocket(0)) {
            relay.command().addAll(List.of("--to", "http://127.0.0.1:" + free.getLocalPort()));
        }
        Path printed = folder.resolve("relay.txt");
        Process process = relay.redirectOutput(printed.toFile()).start();
        try {
            await().atMost(PATIENCE).until(() -> Files.readString(printed).matches("(?s).*start one with .*\n"));
            String told = Files.readString(printed);
            assertThat(plain(Files.readString(HOW_TO))).contains(plain(told));
            String path = told.replaceFirst("(?s).*--upvest.path=(\\S+).*", "$1");
            int port = Integer.parseInt(told.replaceFirst("(?s).*gateway +http://127.0.0.1:(\\d+).*", "$1"));
            String body = FreshIds.of(Files.readString(Path.of("samples/published/user-created.json")));
            upvest.webhooks().relay(body);
            await().atMost(PATIENCE).until(() -> Files.readString(printed).contains("nobody listens at"));
            try (TestGateway gateway = gateway(Map.of("upvest.path", path, "server.port", Integer.toString(port)))) {
                await().atMost(PATIENCE).until(() -> Files.readString(printed)
                        .contains(body.getBytes(StandardCharsets.UTF_8).length + " bytes  200 in "));
                assertThat(Channels.drain(gateway.brokerUrl(), "users")).hasSize(1);
            }
            upvest.webhooks().relay("{}"); // nobody takes it any more
            await().atMost(PATIENCE).until(() -> Files.readString(printed).contains("2 bytes  nobody listens at"));
            upvest.refuseNext(503, 429);
            assertThat(upvest.webhooks().endpoints()).isEqualTo(1);
        } finally {
            process.destroy(); // as Ctrl-C does, it lets the hooks run
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(Files.readString(printed))
                .contains("LOST: 1 fetched and not passed on", "deleted subscription ", "deleted relay endpoint ")
                .doesNotContain(StandIn.SECRET, "ory_at_");
        assertThat(upvest.webhooks().endpoints()).isZero();
        assertThat(upvest.webhooks().subscriptions()).isEmpty();
    }

    private TestGateway gateway(Map<String, String> more) throws Exception {
        Map<String, String> settings = new LinkedHashMap<>(upvest.settings(folder));
        settings.put("upvest.signature.jwks", "upvest");
        settings.putAll(more);
        return TestGateway.start(settings);
    }

    private List<String> words(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("bin/gateway", "upvest"));
        all.addAll(List.of(words));
        upvest.settings(folder).forEach((name, value) -> {
            if (all.stream().noneMatch(word -> word.startsWith("--" + name + "="))) {
                all.add("--" + name + "=" + value);
            }
        });
        return all;
    }

    private Ended type(String... words) throws Exception {
        List<String> all = words(words);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = GatewayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(all.subList(1, all.size()).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }
}
